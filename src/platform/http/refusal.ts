import type { Socket } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../errors.js";
import { publicError } from "../graphql/format-error.js";
import { logFault } from "../graphql/operation-log.js";
import type { Logger } from "../observability/logger.js";
import { noteRefusal, type RefusalLog } from "./refusal-log.js";

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

/** What is no HTTP, by Node's code for it: the status, and what to change. */
const UNREADABLE: Readonly<Record<string, readonly [status: string, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "The request did not arrive in time: send it again."],
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    "The head of the request is too large: send less.",
  ],
};

/** An error outside GraphQL, in the shape GraphQL gives its own. */
export function errorBody(code: string, message: string): object {
  return { errors: [{ message, extensions: { code } }] };
}

/** Answers what cannot be read as HTTP at all, without repeating any of it, and ends the connection. */
export function refuseUnreadable({ code }: NodeJS.ErrnoException, socket: Socket, log: RefusalLog): void {
  if (!socket.writable || code === "ECONNRESET") return void socket.destroy();
  const [status, message] = UNREADABLE[code ?? ""] ?? ["400 Bad Request", "This is no HTTP request."];
  log.write("BAD_USER_INPUT", { status: Number.parseInt(status, 10) });
  const body = JSON.stringify(errorBody("BAD_USER_INPUT", message));
  const head = [
    `HTTP/1.1 ${status}`,
    "content-type: application/json; charset=utf-8",
    "cache-control: no-store",
    "x-content-type-options: nosniff",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  socket.destroySoon();
}

/** What is told where an address cannot be read, nothing of it repeated: it may hold somebody's reference. */
export function noAddress(): AppError {
  return new AppError(
    "BAD_USER_INPUT",
    "The address, or the header Host, cannot be read: send GraphQL to /graphql, and as Host the registry's name.",
  );
}

/** Answers an address that leads to no route because it cannot be read; Fastify's own answer quotes it. No hook runs for it. */
export function refuseAddress(reply: FastifyReply, log: RefusalLog): void {
  const { code, message } = noAddress();
  log.write(code, { status: 400 });
  void reply
    .status(400)
    .headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" })
    .send(errorBody(code, message));
}

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
  noteRefusal(request, code);
  const { raw } = request;
  if (!raw.complete) {
    void reply.header("connection", "close");
    raw.resume();
    const limit = setTimeout(() => raw.destroy(), DRAIN_MS_MAX).unref();
    raw.once("close", () => clearTimeout(limit));
  }
  return reply.status(status ?? STATUS[code] ?? 400).send(errorBody(code, message));
}
