import type { ApolloServerPlugin } from "@apollo/server";
import type { RequestContext } from "../../../src/platform/graphql/context.js";

/** Stands in for the module of this name: nobody reckons what an operation costs. */

export * from "../../../src/platform/graphql/limits/cost-limit.js";

export function costLimit(): ApolloServerPlugin<RequestContext> {
  return {};
}
