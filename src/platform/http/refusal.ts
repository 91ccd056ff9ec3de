import type { FastifyReply, FastifyRequest } from "fastify";
import { publicError } from "../graphql/format-error.js";
import { logFault } from "../graphql/operation-log.js";
import type { Logger } from "../observability/logger.js";

/** Where there is no GraphQL answer to carry the error, the status says its kind (RFC 9110, section 15). */
const STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  TOO_COSTLY: 503,
  UNAVAILABLE: 503,
  INTERNAL: 500,
};
/** How long what the sender is still sending is read and dropped, so that it comes to read the answer. */
const DRAIN_MS_MAX = 5_000;

/**
 * Answers a request outside GraphQL with an error in the shape GraphQL gives its own, and logs it where the fault is ours. The rest of
 * a body that is still being sent is not waited for: the connection ends.
 */
export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  logger: Logger,
  status?: number,
): FastifyReply {
  const { code, message } = publicError(error);
  if (code === "INTERNAL") logFault(logger, request.id, error);
  const { raw } = request;
  if (!raw.readableEnded) {
    void reply.header("connection", "close");
    raw.resume();
    const limit = setTimeout(() => raw.destroy(), DRAIN_MS_MAX).unref();
    raw.once("close", () => clearTimeout(limit));
  }
  return reply.status(status ?? STATUS[code] ?? 400).send({ errors: [{ message, extensions: { code } }] });
}
