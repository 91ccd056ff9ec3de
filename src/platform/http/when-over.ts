import type { Socket } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";

declare module "fastify" {
  interface FastifyRequest {
    /** What its handler does, also where nobody waits for the answer any more. */
    work: Promise<unknown> | undefined;
  }
}

/** What is to be called as each connection closes. */
const waiting = new WeakMap<Socket, Set<() => void>>();

/** Whether the client has gone, so that no answer can reach it. */
export function isGone({ raw }: FastifyRequest): boolean {
  return raw.socket.destroyed;
}

/**
 * Calls back, once, when a request is over: its answer has been sent or its connection is closed, and its handler has come to an end. For a client
 * that is not gone.
 */
export function whenOver(request: FastifyRequest, reply: FastifyReply, over: () => void): void {
  const ends = endsOf(request.raw.socket);
  const end = () => {
    if (!ends.delete(end)) return;
    if (request.work) void request.work.then(over, over);
    else over();
  };
  ends.add(end);
  reply.raw.once("close", end);
}

/** An answer that waits behind others on its connection is never told by Node that this has closed. */
function endsOf(socket: Socket): Set<() => void> {
  const known = waiting.get(socket);
  if (known) return known;
  const ends = new Set<() => void>();
  waiting.set(socket, ends);
  socket.once("close", () => ends.forEach((end) => end()));
  return ends;
}
