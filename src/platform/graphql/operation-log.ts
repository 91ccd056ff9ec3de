import type { ApolloServerPlugin } from "@apollo/server";
import { unwrapResolverError } from "@apollo/server/errors";
import { Kind, type OperationDefinitionNode } from "graphql";
import type { Logger } from "../observability/logger.js";
import { kindOf, placeOf } from "../observability/place-of.js";
import type { RequestContext } from "./context.js";
import { isFault } from "./format-error.js";

/**
 * One line a request: what kind of operation, which fields of the schema, by which key, how long, with which error codes, each once;
 * and one for each fault of ours.
 *
 * Names of the schema only: variables, literals, aliases and the operation's own name may hold a person's reference.
 */
export function operationLog(logger: Logger): ApolloServerPlugin<RequestContext> {
  return {
    unexpectedErrorProcessingRequest({ requestContext: { contextValue }, error }) {
      logFault(logger, contextValue.requestId, error);
      return Promise.resolve();
    },
    requestDidStart: () => {
      const start = process.hrtime.bigint();
      return Promise.resolve({
        didEncounterErrors({ contextValue, errors }) {
          for (const error of errors) {
            if (isFault(error)) logFault(logger, contextValue.requestId, unwrapResolverError(error));
          }
          return Promise.resolve();
        },
        willSendResponse({ contextValue, operation, response }) {
          const errors = response.body.kind === "single" ? (response.body.singleResult.errors ?? []) : [];
          logger.info(
            {
              requestId: contextValue.requestId,
              key: contextValue.caller?.keyId,
              operation: operation?.operation,
              fields: operation ? rootFields(operation) : [],
              codes: [...new Set(errors.map((error) => error.extensions?.code))],
              ms: Number(process.hrtime.bigint() - start) / 1e6,
            },
            "graphql",
          );
          contextValue.logged();
          return Promise.resolve();
        },
      });
    },
  };
}

/** The text of a fault may quote SQL or a value, so only its place in the program is logged. */
export function logFault(logger: Logger, requestId: string, fault: unknown): void {
  logger.error({ requestId, kind: kindOf(fault), at: placeOf(fault) }, "fault");
}

function rootFields(operation: OperationDefinitionNode): string[] {
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.name.value] : [],
  );
}
