import type { ApolloServerPlugin } from "@apollo/server";
import {
  getNamedType,
  GraphQLString,
  isInputObjectType,
  isInputType,
  OperationTypeNode,
  typeFromAST,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { badInput } from "../errors.js";
import type { RequestContext } from "./context.js";
import { asRequestError } from "./format-error.js";

/**
 * The names under which arguments and inputs of queries hold a key of the data map, a place in a list, or another word of a closed vocabulary. A text under
 * any other name may be somebody's reference or somebody's words, so that a new one is taken for personal until it stands here.
 */
const NAMES_OF_KEYS: ReadonlySet<string> = new Set([
  "after",
  "agreement",
  "before",
  "categories",
  "category",
  "dataStore",
  "key",
  "kind",
  "language",
  "legalGround",
  "purpose",
  "recipient",
  "retentionRule",
  "safeguard",
  "source",
]);

/** Whether an argument, or a field of an input, may hold what a person is recognised by. Ids, handles, moments and countries do not. */
export function isPersonal(name: string, type: GraphQLInputType): boolean {
  return getNamedType(type) === GraphQLString && !NAMES_OF_KEYS.has(name);
}

/** The names of what is personal in an operation that came in an address: its own literals and variables, and its variables' values. */
export function personalNamesIn(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): string[] {
  const names = new Set<string>();
  const note = (name: string, type: GraphQLInputType | null | undefined) => {
    if (type && isPersonal(name, type)) names.add(name);
  };
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Argument: ({ name }) => note(name.value, types.getArgument()?.type),
      ObjectField: ({ name }) => note(name.value, types.getInputType()),
    }),
  );
  for (const { variable, type } of operation.variableDefinitions ?? []) {
    const known = typeFromAST(schema, type);
    if (isInputType(known)) noteInValue(known, variables[variable.name.value], note);
  }
  return [...names].sort();
}

function noteInValue(
  type: GraphQLInputType,
  value: unknown,
  note: (name: string, type: GraphQLInputType) => void,
): void {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) return value.forEach((each) => noteInValue(named, each, note));
  for (const [name, inner] of Object.entries(value)) {
    const field = named.getFields()[name];
    if (!field || inner === null) continue;
    note(name, field.type);
    noteInValue(field.type, inner, note);
  }
}

/**
 * Refuses queries that come in an address and name a person there: proxies, browsers and logs keep addresses. Sending them by POST costs nothing.
 */
export function refusePersonalAddresses(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ request, schema, document, operation }) {
          if (request.http?.method === "POST" || operation?.operation !== OperationTypeNode.QUERY)
            return Promise.resolve();
          const names = personalNamesIn(schema, document, operation, request.variables ?? {});
          if (names.length === 0) return Promise.resolve();
          const message =
            "It may hold somebody's reference, and addresses are kept in logs: send this by POST, in the body.";
          return Promise.reject(asRequestError(badInput(names.map((field) => ({ field, message })))));
        },
      }),
  };
}
