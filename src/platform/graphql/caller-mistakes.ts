import { Kind, parse, visit, type ASTNode, type GraphQLError, type Source } from "graphql";

/**
 * What GraphQL itself refuses, told without repeating the value: its own messages print it, and it may be a person's reference.
 */
export interface CallerMistake {
  readonly message: string;
  /** Where the value stood: `id`, `inputs[499].id`; empty where it is not known. */
  readonly fields: readonly string[];
}

/** A variable's value that its type does not take. */
export function mistakeInVariables(error: GraphQLError): CallerMistake {
  const detail = error.originalError?.message;
  if (detail === undefined || !error.message.endsWith(`; ${detail}`)) {
    return { message: withoutValues(error.message), fields: [] };
  }
  const prefix = error.message.slice(0, -detail.length - 2);
  const variable = /^Variable "\$(\w+)"/.exec(prefix)?.[1] ?? "input";
  const path = / at "([\w.[\]]+)"$/.exec(prefix)?.[1] ?? variable;
  const missing = /^Field "(\w+)" of required type/.exec(detail)?.[1];
  const field = relativeToInput(missing === undefined ? path : `${path}.${missing}`);
  return { message: `${field}: ${withoutValues(detail)}`, fields: [field] };
}

/** A document that does not fit the schema, a literal value included. */
export function mistakeInDocument(error: GraphQLError): CallerMistake {
  const field = fieldOfLiteral(error);
  const message = withoutValues(error.message);
  return field === null ? { message, fields: [] } : { message: `${field}: ${message}`, fields: [field] };
}

/** ` Did you mean "age" or "name"?`, which holds names of the schema only. */
const SUGGESTION = String.raw`( Did you mean (?:the enum value )?"\w+"(?:,? (?:or )?"\w+")*\?)?$`;
const UNDEFINED_FIELD = String.raw`" is not defined by type "(\w+)"\.${SUGGESTION}`;

/** Every message of graphql-js that prints what it was sent, and what is left of it. */
const WITHOUT_VALUE: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(String.raw`^Value "[\s\S]*" does not exist in "(\w+)" enum\.${SUGGESTION}`),
    'This is not a value of the enum "$1".$2',
  ],
  [new RegExp(String.raw`^Field "([_A-Za-z]\w*)${UNDEFINED_FIELD}`), "$&"],
  // What is no name in GraphQL is no slip of the pen either.
  [new RegExp(String.raw`^Field "[\s\S]*${UNDEFINED_FIELD}`), 'The type "$1" has no such field.'],
  [/^((?:Enum "\w+"|\w+) cannot represent (?:[\w -]+ )?value): [\s\S]*$/, "$1."],
  [/^((?:Syntax Error: )?Expected [\s\S]*?), found [\s\S]*$/, "$1."],
  [/^(Syntax Error: Unexpected \w+) "[\s\S]*$/, "$1."],
  [/^(Variable "\$\w+") got invalid value [\s\S]*$/, "$1 got a value of the wrong kind."],
  [/^PersistedQueryNotSupported$/, "Send the document itself as query: none is kept under its hash."],
  [/^Unknown operation named "[\s\S]*$/, "The document has no operation of the name asked for."],
];

/** Cuts the value out of a message of graphql-js. One rule alone decides: a value can be made to look like another message. */
export function withoutValues(message: string): string {
  const rule = WITHOUT_VALUE.find(([pattern]) => pattern.test(message));
  return rule ? message.replace(rule[0], rule[1]) : message;
}

/** Paths are told relative to the argument `input`, as every other error of the registry tells them. */
function relativeToInput(path: string): string {
  return path.replace(/^input\./, "");
}

/** Of each source that was refused for a literal, so that a hundred refusals of one source read it once. */
const pathsOfLiterals = new WeakMap<Source, ReadonlyMap<number, string>>();

/** The path of arguments, object fields and list items down to the literal an error points at. */
function fieldOfLiteral({ nodes, source }: GraphQLError): string | null {
  const node = nodes?.[0];
  if (!node?.loc || !source || !isLiteral(node)) return null;
  let paths = pathsOfLiterals.get(source);
  if (!paths) {
    paths = literalsOf(source);
    pathsOfLiterals.set(source, paths);
  }
  const path = paths.get(node.loc.start);
  return path === undefined ? null : relativeToInput(path.slice(1));
}

/** The path of each literal of a document, by where it starts. */
function literalsOf(source: Source): Map<number, string> {
  const paths = new Map<number, string>();
  const path: string[] = [];
  visit(parse(source.body), {
    enter(node, key, _parent, _path, ancestors) {
      path.push(...segmentOf(node, key, ancestors));
      const start = node.loc!.start;
      if (isLiteral(node) && path.length > 0 && !paths.has(start)) paths.set(start, path.join(""));
    },
    leave(node, key, _parent, _path, ancestors) {
      path.splice(path.length - segmentOf(node, key, ancestors).length);
    },
  });
  return paths;
}

function isLiteral({ kind }: ASTNode): boolean {
  return kind.endsWith("Value") || kind === Kind.OBJECT_FIELD;
}

/** What a node adds to the path: `.id` or `[499]`, or nothing. */
function segmentOf(
  node: ASTNode,
  key: string | number | undefined,
  ancestors: readonly (ASTNode | readonly ASTNode[])[],
): string[] {
  if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) return [`.${node.name.value}`];
  const around = ancestors.at(-1);
  const isItem = typeof key === "number" && around && "kind" in around && around.kind === Kind.LIST;
  return isItem ? [`[${key}]`] : [];
}
