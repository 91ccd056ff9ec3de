/**
 * Which file may import which. `npm run check` holds the tree to it; `test/contract/architecture.test.ts` proves that every
 * rule below reports what it is meant for. CONTRIBUTING.md says where things go.
 */

/** The modules of `src/modules`, lowest tier first. A module imports lower tiers only, never a neighbour of its own tier. */
const TIERS = [
  ["ledger"],
  ["access"],
  ["datamap", "subjects"],
  ["coverage", "consents", "authorities"],
  ["policy"],
  ["disclosures"],
  ["rights", "published-policy", "breach", "retention", "proofs"],
  ["reports"],
];

const oneOf = (names) => `(?:${names.join("|")})`;
const forbid = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });

const ROOT_FILE = "^src/[^/]+\\.ts$";
/** Makes the resolvers, area by area, for app.ts. */
const RESOLVERS = "^src/resolvers/";
const ENTRY_POINT = "^src/(?:main|cli|worker|verify)\\.ts$";
/** The page starts at its main.tsx; the build puts what is in instead-of/ in place of other packages' files. */
const WEB_ENTRY = "^src/web/[^/]+/(?:main\\.tsx$|instead-of/)";
const CORE = "^src/modules/[^/]+/core/";
const INDEX = "^src/modules/[^/]+/index\\.ts$";
const ENTITY = "\\.entity\\.ts$";
const LEAF = "\\.leaf\\.ts$";
const REPOSITORY = "\\.repository\\.ts$";
const RESOLVER = "\\.resolver\\.ts$";
const API_FILE = "\\.(?:resolver|type|input)\\.ts$";
const PLATFORM_DB = "^src/platform/db/";
const TYPES_ONLY = ["type-only"];

/** One rule a tier. The highest needs none: nothing is above its one module, or beside it. */
const tierRules = TIERS.slice(0, -1).map((tier, height) =>
  forbid(
    `tier-${height + 1}`,
    `${tier.join(", ")}: a module imports modules of lower tiers only.`,
    { path: `^src/modules/(${oneOf(tier)})/` },
    { path: `^src/modules/${oneOf(TIERS.slice(height).flat())}/`, pathNot: "^src/modules/$1/" },
  ),
);

module.exports = {
  forbidden: [
    ...tierRules,
    forbid(
      "every-module-has-a-tier",
      "A new module is first given a tier in TIERS, on top of this file.",
      { path: `^src/modules/(?!${oneOf(TIERS.flat())}/)` },
      {},
    ),
    forbid(
      "platform-is-bottom",
      "platform/ knows no module and no root file, so that every module can stand on it.",
      { path: "^src/platform/" },
      { path: "^src/(?!platform/)" },
    ),
    forbid(
      "root-is-top",
      "Root files put the program together; nothing below them imports one.",
      { path: "^src/[^/]+/", pathNot: RESOLVERS },
      { path: [ROOT_FILE, RESOLVERS] },
    ),
    forbid(
      "enter-by-index",
      "A module is entered by its index.ts; pure core/ may also use another module's core/.",
      { path: "^src/modules/([^/]+)/(?!core/)" },
      { path: "^src/modules/", pathNot: ["^src/modules/$1/", INDEX] },
    ),
    forbid(
      "core-enters-core",
      "core/ uses another module's core/ or its index.ts, nothing else of it.",
      { path: "^src/modules/([^/]+)/core/" },
      { path: "^src/modules/", pathNot: ["^src/modules/$1/", INDEX, CORE] },
    ),
    forbid(
      "root-enters-by-index",
      "Root files enter a module by its index.ts; only the explicit lists below reach further.",
      { path: ROOT_FILE, pathNot: "^src/(?:app|entities|leaves|schema)\\.ts$" },
      { path: "^src/modules/", pathNot: INDEX },
    ),
    forbid(
      "entities-lists-entities",
      "entities.ts names every entity, and sees nothing else behind an index.ts.",
      { path: "^src/entities\\.ts$" },
      { path: "^src/modules/", pathNot: [INDEX, ENTITY] },
    ),
    forbid(
      "leaves-lists-leaves",
      "leaves.ts names every kind of leaf, and sees nothing else behind an index.ts.",
      { path: "^src/leaves\\.ts$" },
      { path: "^src/modules/", pathNot: [INDEX, LEAF] },
    ),
    forbid(
      "schema-lists-resolvers",
      "schema.ts names every resolver, app.ts and resolvers/ make them; they see nothing else behind an index.ts.",
      { path: ["^src/(?:app|schema)\\.ts$", RESOLVERS] },
      { path: "^src/modules/", pathNot: [INDEX, RESOLVER] },
    ),
    forbid(
      "index-hides-sql",
      "index.ts exports no entity, repository or resolver.",
      { path: INDEX },
      { path: [ENTITY, REPOSITORY, RESOLVER] },
    ),
    forbid(
      "core-is-pure",
      "core/ decides without I/O: it sees core/, errors, ids, free text, hashing, parsing, edit distance and differences of texts; of the rest only types.",
      { path: CORE },
      {
        pathNot: [
          CORE,
          "^src/platform/(?:errors|ids|erasable-text/free-text)\\.ts$",
          "^(?:node:)?crypto$",
          "node_modules/(?:zod|fastest-levenshtein|diff)/",
        ],
        dependencyTypesNot: TYPES_ONLY,
      },
    ),
    forbid(
      "verifier-stands-alone",
      "Whoever verifies the ledger reads the verifier first: it is Node's own parts and the ledger's pure ones. Only the audit sees more.",
      { path: "^src/verifier/(?!audit)" },
      { pathNot: ["^src/verifier/", "^src/modules/ledger/core/"], dependencyTypesNot: ["core"] },
    ),
    forbid(
      "entities-behind-repositories",
      "A table's shape is the business of its repository alone (and of entities.ts).",
      { path: "^src/", pathNot: [REPOSITORY, "^src/entities\\.ts$"] },
      { path: ENTITY },
    ),
    forbid(
      "api-files-see-no-sql",
      "Resolvers, types and inputs reach data through services and loaders.",
      { path: API_FILE },
      { path: [ENTITY, REPOSITORY, "^src/platform/db/sql\\.ts$"] },
    ),
    forbid(
      "database-drivers-in-data-files",
      "typeorm and pg as values: entities, repositories, platform/db and migrations. Elsewhere their types only.",
      { path: "^(?:src|migrations)/", pathNot: [ENTITY, REPOSITORY, PLATFORM_DB, "^migrations/"] },
      { path: "node_modules/(?:@types/)?(?:typeorm|pg|pg-[^/]+)/", dependencyTypesNot: TYPES_ONLY },
    ),
    forbid(
      "type-graphql-in-api-files",
      "GraphQL decorators stay in API files, in the two files of access that declare and enforce permissions, and in schema.ts.",
      {
        path: "^src/",
        pathNot: [
          API_FILE,
          "^src/modules/access/(?:require-permission|enforce-permissions)\\.ts$",
          "^src/platform/graphql/",
          "^src/schema\\.ts$",
        ],
      },
      { path: "node_modules/type-graphql/" },
    ),
    forbid(
      "no-cycles",
      "No file needs itself to be loaded; cycles of types alone count.",
      {},
      { circular: true },
    ),
    forbid(
      "web-talks-graphql-only",
      "src/web/ runs in a browser and knows the server by its GraphQL interface alone; the server knows nothing of it.",
      { path: "^src/web/" },
      {
        path: [
          "^(?:src|migrations)/(?!web/)",
          "^(?:node:)?(?:fs|path|crypto|http|os|url|util|stream)(?:/|$)",
        ],
      },
    ),
    forbid(
      "server-sees-no-web",
      "The server serves what was built of src/web/.",
      { path: "^src/(?!web/)" },
      { path: "^src/web/" },
    ),
    forbid(
      "product-sees-no-tooling",
      "What ships imports no test, benchmark or script.",
      { path: "^(?:src|migrations)/" },
      { path: "^(?:test|bench|scripts)/" },
    ),
    forbid(
      "migrations-stand-alone",
      "A migration must mean the same for ever, so it uses nothing of src/ but platform/db.",
      { path: "^migrations/" },
      { path: "^src/", pathNot: PLATFORM_DB },
    ),
    forbid(
      "no-dead-files",
      "Every file of src/ is reached from an entry point or a migration.",
      { path: [ENTRY_POINT, WEB_ENTRY, "^migrations/"] },
      {
        path: "^src/",
        pathNot: [ENTRY_POINT, WEB_ENTRY, "\\.d\\.ts$"],
        reachable: false,
      },
    ),
    forbid(
      "declared-dependencies-only",
      "src/ and migrations/ run where only `dependencies` of package.json are installed; src/web/ is bundled before.",
      { path: "^(?:src|migrations)/", pathNot: "^src/web/" },
      { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    ),
    forbid("resolvable", "An import leads somewhere.", {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
