import tseslint from "typescript-eslint";

/**
 * Lint rules for what the dependency rules cannot see. `test/contract/lint-rules.test.ts` proves that each ban reports a bad
 * sample and leaves a good one alone.
 */

const FILE_LINES_MAX = 250;
const FUNCTION_LINES_MAX = 60;
const linesMax = (max) => ["error", { max, skipBlankLines: true, skipComments: true }];

/** A function of one of these names is used as a statement, so what it returned would be lost. */
const CHECK_NAME = "/^(assert|require)[A-Z]/";
const RETURNS_NOTHING = [
  "[returnType.typeAnnotation.type=/^(TSVoidKeyword|TSNeverKeyword)$/]",
  "[returnType.typeAnnotation.asserts=true]",
  "[returnType.typeAnnotation.typeName.name='Promise'][returnType.typeAnnotation.typeArguments.params.0.type='TSVoidKeyword']",
].join(", ");

/** The project's own bans: an AST selector each, and what to do instead. */
const BANS = {
  statedGraphqlType: [
    "Decorator > CallExpression[callee.name=/^(Field|Query|Mutation|Subscription|FieldResolver|Arg)$/]:not(:has(> ArrowFunctionExpression))",
    "State the GraphQL type, as in @Field(() => Int): inferred, every number is a Float and a nullable type fails.",
  ],
  noRelationDecorators: [
    "Decorator > CallExpression[callee.name=/^(OneToOne|OneToMany|ManyToOne|ManyToMany|JoinColumn|JoinTable|RelationId)$/]",
    "Keep the id in a column; the foreign key lives in the migration. Relations make import cycles (docs/adr/0001).",
  ],
  noSave: [
    "CallExpression[callee.property.name=/^(save|softRemove|recover)$/]",
    "Use insert() or an UPDATE of your own: this reads first and opens a transaction of its own.",
  ],
  noSchemaChangesByTypeorm: [
    ":matches(Property[key.name=/^(synchronize|dropSchema|migrationsRun)$/][value.value!=false], CallExpression[callee.property.name=/^(synchronize|dropDatabase)$/])",
    "Only a migration changes the schema (docs/adr/0003).",
  ],
  environmentInConfigOnly: [
    ":matches(MemberExpression[object.name='process'][property.name='env'], VariableDeclarator[init.name='process'], ImportDeclaration[source.value=/^(node:)?process$/])",
    "Take the setting from src/platform/config.ts, which alone reads the environment.",
  ],
  timeFromClock: [
    ":matches(NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date'], MemberExpression[object.name='Date'][property.name='now'])",
    "Take the time from a Clock (src/platform/clock.ts), so that tests can hold it still.",
  ],
  checksReturnNothing: [
    `:matches(FunctionDeclaration[id.name=${CHECK_NAME}], VariableDeclarator[id.name=${CHECK_NAME}] > :matches(ArrowFunctionExpression, FunctionExpression), MethodDefinition[key.name=${CHECK_NAME}] > FunctionExpression):not(${RETURNS_NOTHING})`,
    "assert… and require… state that they return void, Promise<void>, never or an assertion: a returned verdict is easily dropped.",
  ],
};

/** The rule with every ban but the named ones. */
function bansExcept(...names) {
  const held = Object.entries(BANS).filter(([name]) => !names.includes(name));
  return ["error", ...held.map(([, [selector, message]]) => ({ selector, message }))];
}

export default tseslint.config(
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  { ignores: ["dist/", "data/", "coverage/", "test/contract/fixtures/"] },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      complexity: ["error", { max: 15 }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-lines": linesMax(FILE_LINES_MAX),
      "max-lines-per-function": linesMax(FUNCTION_LINES_MAX),
      "no-console": "error",
      "no-restricted-syntax": bansExcept(),
    },
  },
  {
    files: ["src/platform/config.ts"],
    rules: { "no-restricted-syntax": bansExcept("environmentInConfigOnly") },
  },
  // A browser has no Clock of ours to be given; the two files that begin there read its own.
  {
    files: ["src/web/playground/main.tsx", "src/web/playground/instead-of/graphiql-react.tsx"],
    rules: { "no-restricted-syntax": bansExcept("timeFromClock") },
  },
  { files: ["src/platform/clock.ts"], rules: { "no-restricted-syntax": bansExcept("timeFromClock") } },
  {
    files: ["scripts/**/*.ts"],
    rules: { "no-console": "off", "no-restricted-syntax": bansExcept("environmentInConfigOnly") },
  },
  {
    files: ["test/**/*.ts", "bench/**/*.ts"],
    rules: {
      // A describe callback is as long as its file, and ESLint cannot tell it from another function.
      "max-lines-per-function": linesMax(FILE_LINES_MAX),
      "no-console": "off",
      "no-restricted-syntax": bansExcept("environmentInConfigOnly", "timeFromClock"),
    },
  },
  // What the registry is measured beside is written the way we do not.
  {
    files: ["bench/join-table/*.ts"],
    rules: {
      "no-restricted-syntax": bansExcept(
        "environmentInConfigOnly",
        "noRelationDecorators",
        "noSchemaChangesByTypeorm",
      ),
    },
  },
);
