import type * as real from "../../../src/platform/http/limit-callers.js";

/** Stands in for the module of this name: everybody may spend what they ask for. */

export * from "../../../src/platform/http/limit-callers.js";

export const limitCallers: typeof real.limitCallers = (server) => {
  server.decorateRequest("spend", () => 0);
  server.decorateRequest("mayTryKey", () => true);
};
