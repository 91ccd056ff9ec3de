import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { AppError } from "../../platform/errors.js";
import { refuse } from "../../platform/http/refusal.js";
import type { Logger } from "../../platform/observability/logger.js";
import { requirePermission } from "../access/index.js";
import { parseTilePath, type PublishedLog } from "../ledger/index.js";

export interface LedgerFilesRoute {
  readonly log: PublishedLog;
  readonly logger: Logger;
}

/** What is published never changes, but is not for everybody to see. */
const KEPT_FOR_EVER = "private, max-age=31536000, immutable";

const compress = promisify(gzip);

/**
 * The log as C2SP tlog-tiles has it, under the prefix `/ledger`: `GET /ledger/checkpoint`, `/ledger/tile/<L>/<N>[.p/<W>]` and
 * `/ledger/tile/entries/<N>[.p/<W>]`, as far as it is published.
 */
export function serveLedgerFiles(http: FastifyInstance, route: LedgerFilesRoute): void {
  const errorHandler = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
    void refuse(request, reply, error, route.logger);
  http.get("/ledger/checkpoint", { errorHandler }, async (request, reply) => {
    await admit(request);
    return sendCheckpoint(reply, route.log);
  });
  http.get<{ Params: { "*": string } }>("/ledger/tile/*", { errorHandler }, async (request, reply) => {
    await admit(request);
    return sendTile(request, reply, `tile/${request.params["*"]}`, route.log);
  });
}

async function admit(request: FastifyRequest): Promise<void> {
  requirePermission(await request.caller(), "READ_LEDGER", "GET /ledger");
}

async function sendCheckpoint(reply: FastifyReply, log: PublishedLog): Promise<FastifyReply> {
  const checkpoint = await log.checkpoint();
  if (checkpoint === null) {
    throw new AppError(
      "NOT_FOUND",
      "No checkpoint has been published yet: the ledger must be on (LEDGER=on) and something be recorded; ask again in some seconds.",
    );
  }
  return reply.type("text/plain; charset=utf-8").header("cache-control", "no-cache").send(checkpoint.note);
}

async function sendTile(
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  log: PublishedLog,
): Promise<FastifyReply> {
  const named = parseTilePath(path);
  if (named === null) {
    throw new AppError(
      "BAD_USER_INPUT",
      "This names no tile: ask for /ledger/tile/<level>/<number> or /ledger/tile/entries/<number>, the number as in x001/x234/067, with .p/<width> behind it for a partial one (C2SP tlog-tiles).",
    );
  }
  const bytes = await log.readTile(named);
  void reply.type("application/octet-stream").header("cache-control", KEPT_FOR_EVER);
  // Hashes cannot be compressed; leaves are text.
  if (named.of === "hashes") return reply.send(bytes);
  void reply.header("vary", "Accept-Encoding");
  if (!/\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) return reply.send(bytes);
  return reply.header("content-encoding", "gzip").send(await compress(bytes));
}
