import type { ApolloServerOptions } from "@apollo/server";
import type { Logger } from "../observability/logger.js";

/** Apollo Server's own log, without what it says: it quotes errors, and would write them to standard error by itself. */
export function apolloLog(logger: Logger): NonNullable<ApolloServerOptions<never>["logger"]> {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: () => logger.warn("Apollo Server warns"),
    error: () => logger.error("Apollo Server reports an error"),
  };
}
