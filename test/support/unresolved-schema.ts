import type { GraphQLSchema } from "graphql";
import { createSchema, type Instances } from "../../src/schema.js";

/** The schema with its guards, and nothing behind them: for tests of what it declares. */
export function unresolvedSchema(): Promise<GraphQLSchema> {
  const bare = {
    get: (resolver: { readonly prototype: object }) => Object.create(resolver.prototype) as object,
  };
  return createSchema(bare as unknown as Instances);
}
