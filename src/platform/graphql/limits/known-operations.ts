import { GraphQLError, type ValidationRule } from "graphql";

/**
 * Refuses operations of a kind that the schema does not have, as subscriptions are. GraphQL itself finds that out only as it runs them, and
 * what it then says would pass for a fault of ours.
 */
export const knownOperations: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (context.getSchema().getRootType(node.operation)) return;
    context.reportError(
      new GraphQLError(`This registry has no ${node.operation}: send a query or a mutation.`, {
        nodes: node,
      }),
    );
  },
});
