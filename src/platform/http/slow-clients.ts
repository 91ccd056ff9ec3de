import type { FastifyInstance, FastifyRequest } from "fastify";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { lineOf, type RefusalLog } from "./refusal-log.js";

/** How slow a client may be. Each has `graceMs` for a start, and afterwards to keep up the rate. */
export interface SlownessLimits {
  readonly graceMs: number;
  /** Of a body that is being sent. */
  readonly sentBytesPerSecond: number;
  /** Of an answer that is being read. */
  readonly readBytesPerSecond: number;
  readonly lookMs: number;
}

/** A client on a bad telephone line is faster; one that holds a connection open on purpose is not. `docs/deployment.md` prints these figures. */
export const SLOWNESS_LIMITS: SlownessLimits = {
  graceMs: 10_000,
  sentBytesPerSecond: 1_024,
  readBytesPerSecond: 16_384,
  lookMs: 1_000,
};

/** Of Node itself: how long the head of a request may take, and how often it looks. */
export const HEAD_LIMITS = { headersTimeout: 10_000, connectionsCheckingInterval: 1_000 } as const;

/** The bytes that had passed at a moment, from which the rate is reckoned. */
interface Mark {
  at: number;
  bytes: number;
}

/** The newest request of a connection: what its client sends, and what it reads. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly answer: ServerResponse;
  readonly sent: Mark;
  readonly read: Mark;
  /** The same request as the log knows it, from its way to a route until it was answered. */
  known?: FastifyRequest | undefined;
}

/**
 * Cuts off clients that send a body, or read an answer, so slowly that they only hold what the registry keeps for them. Time in which the client waits for the registry does
 * not count: where a stream has not been taken in yet, or nothing of an answer waits to be read. The log has a line for each.
 */
export function cutSlowClients(
  fastify: FastifyInstance,
  log: Pick<RefusalLog, "write">,
  limits: SlownessLimits = SLOWNESS_LIMITS,
): void {
  const { server } = fastify;
  const exchanges = new Map<Socket, Exchange>();
  // Before Fastify takes the request.
  server.prependListener("request", (request: IncomingMessage, answer: ServerResponse) => {
    const { socket } = request;
    const at = performance.now();
    const sent = { at, bytes: socket.bytesRead };
    // One that was answered stays until the next comes, because nobody is too slow in it any more.
    if (!exchanges.has(socket)) socket.once("close", () => exchanges.delete(socket));
    exchanges.set(socket, { request, answer, sent, read: { at, bytes: bytesTaken(socket) } });
  });
  const know = ({ raw }: FastifyRequest, known?: FastifyRequest) => {
    const exchange = exchanges.get(raw.socket);
    if (exchange?.request === raw) exchange.known = known;
  };
  fastify.addHook("onRequest", (request, _reply, done) => {
    know(request, request);
    done();
  });
  // A connection that lies idle keeps no body.
  fastify.addHook("onResponse", (request, _reply, done) => {
    know(request);
    done();
  });
  const looking = setInterval(() => {
    for (const [socket, exchange] of exchanges) {
      if (!isTooSlow(socket, exchange, limits)) continue;
      exchanges.delete(socket);
      const status = exchange.answer.headersSent ? undefined : 408;
      log.write("TOO_SLOW", { ...(exchange.known && lineOf(exchange.known)), status }, "cut off");
      cut(socket, exchange);
    }
  }, limits.lookMs).unref();
  server.once("close", () => clearInterval(looking));
}

function isTooSlow(socket: Socket, { request, sent, read }: Exchange, limits: SlownessLimits): boolean {
  const now = performance.now();
  const waitsForBody = !request.complete && request.readableLength === 0;
  if (isBehind(sent, waitsForBody, socket.bytesRead, now, limits.graceMs, limits.sentBytesPerSecond))
    return true;
  const waitsForReader = socket.writableLength > 0;
  if (!waitsForReader || bytesTaken(socket) > read.bytes) {
    read.at = now;
    read.bytes = bytesTaken(socket);
    return false;
  }
  // What was written at once is taken at once: nothing of it counts as read before all of it is.
  const due = limits.graceMs + (socket.writableLength / limits.readBytesPerSecond) * 1_000;
  return now - read.at > due;
}

/** Whether less came in since the mark than should have; moves the mark where enough did, or where nobody waits. */
function isBehind(
  mark: Mark,
  isWaiting: boolean,
  bytes: number,
  now: number,
  graceMs: number,
  bytesPerSecond: number,
): boolean {
  const isEnough = bytes - mark.bytes >= (bytesPerSecond * graceMs) / 1_000;
  if (!isWaiting || isEnough) {
    mark.at = now;
    mark.bytes = bytes;
    return false;
  }
  return now - mark.at > graceMs;
}

/** What the client's side has taken over of all that was written. */
function bytesTaken(socket: Socket): number {
  return socket.bytesWritten - socket.writableLength;
}

/** An answer under way is broken off: its reader would keep the end of it waiting, too. */
function cut(socket: Socket, { answer }: Exchange): void {
  if (answer.headersSent) return void socket.destroy();
  socket.write("HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
  socket.destroySoon();
}
