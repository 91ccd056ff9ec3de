import type { FastifyInstance } from "fastify";
import { buildSchema } from "graphql";
import { join } from "node:path";
import { AppError } from "../../src/platform/errors.js";
import type { HttpSettings } from "../../src/platform/http/http-settings.js";
import { refuse } from "../../src/platform/http/refusal.js";
import { createHttpServer } from "../../src/platform/http/server.js";
import { DEFAULT_LIMITS } from "../../src/platform/limits-settings.js";
import { createLogger } from "../../src/platform/observability/logger.js";
import { projectRoot } from "../../src/platform/project-root.js";
import { readCommitted } from "./committed-file.js";

export interface OpenServer {
  readonly http: FastifyInstance;
  /** The addresses from which it was asked. */
  readonly addresses: string[];
  /** Its log. */
  readonly lines: Record<string, unknown>[];
}

/** A server without a database, on the registry's schema. It knows no key, and lets nobody at `/files/…`. */
export async function openServer(settings?: HttpSettings, limits = DEFAULT_LIMITS): Promise<OpenServer> {
  const addresses: string[] = [];
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const http = await createHttpServer({
    schema: buildSchema(readCommitted("schema.graphql")),
    logger: createLogger("info", {}, { write }),
    authenticate: ({ address, authorization }) => {
      addresses.push(address);
      if (authorization === undefined) return Promise.resolve(null);
      return Promise.reject(new AppError("UNAUTHENTICATED", "Not known."));
    },
    limits,
    isReady: () => Promise.resolve(true),
    playground: join(projectRoot, "nowhere"),
    ...(settings && { settings }),
  });
  http.get("/files/:name", async (request, reply) => {
    await request.caller().catch((error: unknown) => refuse(request, reply, error, createLogger("silent")));
    return reply.sent
      ? reply
      : refuse(request, reply, new AppError("FORBIDDEN", "No."), createLogger("silent"));
  });
  return { http, addresses, lines };
}
