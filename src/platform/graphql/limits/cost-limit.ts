import type { ApolloServerPlugin } from "@apollo/server";
import {
  OperationTypeNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import type { RequestContext } from "../context.js";
import { rememberDocument } from "./check-document.js";
import { OperationCost } from "./cost.js";
import { refusalBefore, refusalToSpend } from "./refusal-before.js";

type Variables = Readonly<Record<string, unknown>>;

/** What an operation was found to cost, for calls of the same sizes. */
interface KnownCost {
  readonly sizes: readonly string[];
  readonly values: readonly unknown[];
  readonly cost: number;
  readonly takesLong: boolean;
}

/** An operation that comes again is the same node, as long as Apollo remembers its document. */
const knownCosts = new WeakMap<OperationDefinitionNode, KnownCost>();

/** What an operation may cost at most, with these variables, and whether it may take minutes. */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Pick<KnownCost, "cost" | "takesLong"> {
  const known = knownCosts.get(operation);
  if (known?.sizes.every((name, index) => sizeOf(variables[name]) === known.values[index])) return known;
  const computing = new OperationCost(schema, document, operation, variables);
  const cost = computing.compute();
  const { sizes, takesLong } = computing;
  const found = { sizes, values: sizes.map((name) => sizeOf(variables[name])), cost, takesLong };
  knownCosts.set(operation, found);
  return found;
}

/** What of a variable's value the cost looks at; the value itself is not kept. */
function sizeOf(value: unknown): number | null | undefined {
  if (Array.isArray(value)) return value.length;
  return typeof value === "number" || value === undefined ? value : null;
}

/** Refuses an operation that may cost too much, and says in `extensions.cost` of every answer what was asked and what is allowed. */
export function costLimit(limit: number): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () => {
      let requested: number | null = null;
      return Promise.resolve({
        didResolveOperation({ schema, document, operation, request, contextValue, source }) {
          rememberDocument(source);
          if (!operation) return Promise.resolve();
          const { cost, takesLong } = costOf(schema, document, operation, request.variables ?? {});
          requested = cost;
          if (requested > limit) throw refusalBefore("TOO_COSTLY", messageOf(requested, limit));
          const refused = refusalToSpend(contextValue.spend(requested));
          if (refused) throw refused;
          if (takesLong || operation.operation === OperationTypeNode.MUTATION) contextValue.time.extend();
          return Promise.resolve();
        },
        willSendResponse({ response }) {
          if (requested === null || response.body.kind !== "single") return Promise.resolve();
          const { singleResult } = response.body;
          singleResult.extensions = { ...singleResult.extensions, cost: { requested, limit } };
          return Promise.resolve();
        },
      });
    },
  };
}

function messageOf(requested: number, limit: number): string {
  const [asked, allowed] = [requested, limit].map((cost) => Math.round(cost).toLocaleString("en"));
  return `The answer may cost ${asked}, and ${allowed} is allowed: ask for smaller pages, fewer lists inside lists, or in several requests.`;
}
