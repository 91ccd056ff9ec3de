import type { FastifyInstance } from "fastify";

/** Stands in for the module of this name: everybody may spend what they ask for. */

export * from "../../../src/platform/http/limit-callers.js";

export function limitCallers(server: FastifyInstance): void {
  server.decorateRequest("spend", () => 0);
  server.decorateRequest("mayTryKey", () => true);
}
