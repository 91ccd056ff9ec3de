import type { ApolloServerPlugin } from "@apollo/server";
import { Kind, type OperationDefinitionNode } from "graphql";
import type { Logger } from "../observability/logger.js";
import type { RequestContext } from "./context.js";

/**
 * One line a request: what kind of operation, which fields of the schema, by which key, how long, with which error codes.
 *
 * Names of the schema only: variables, literals, aliases and the operation's own name may hold a person's reference.
 */
export function operationLog(logger: Logger): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () => {
      const start = process.hrtime.bigint();
      return Promise.resolve({
        willSendResponse({ contextValue, operation, response }) {
          const errors = response.body.kind === "single" ? (response.body.singleResult.errors ?? []) : [];
          logger.info(
            {
              requestId: contextValue.requestId,
              key: contextValue.caller?.keyId,
              operation: operation?.operation,
              fields: operation ? rootFields(operation) : [],
              codes: errors.map((error) => error.extensions?.code),
              ms: Number(process.hrtime.bigint() - start) / 1e6,
            },
            "graphql",
          );
          return Promise.resolve();
        },
      });
    },
  };
}

function rootFields(operation: OperationDefinitionNode): string[] {
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.name.value] : [],
  );
}
