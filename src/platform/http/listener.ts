import type { FastifyInstance } from "fastify";
import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { StartRefused } from "../start-refused.js";

/** A server that is listening. */
export interface Listener {
  /** `http://127.0.0.1:4000` */
  readonly address: string;
  /**
   * Takes no new connections, answers the requests under way, and ends once every connection is closed.
   *
   * @param hurried when it is aborted, the requests still under way are broken off
   */
  close(hurried?: AbortSignal): Promise<void>;
}

export interface ListenSettings {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  /** Milliseconds a close waits for requests before it breaks them off. */
  readonly drainMsMax?: number;
}

/** A little longer than the database lets any statement run. */
const DRAIN_MS_MAX = 20_000;
const SWEEP_MS = 100;

/** Lets the server listen. Throws StartRefused where it cannot, with the setting to change. */
export async function listen(http: FastifyInstance, settings: ListenSettings): Promise<Listener> {
  const sockets = new Set<Socket>();
  http.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  try {
    // One address, one server: for `localhost` Fastify opens a second one, whose requests its close does not wait for.
    const { address: host } = await lookup(settings.host, { verbatim: false });
    const address = await http.listen({ host, port: settings.port });
    return {
      address,
      close: (hurried) => close(http, sockets, settings.drainMsMax ?? DRAIN_MS_MAX, hurried),
    };
  } catch (error) {
    throw refusalOf(error, settings);
  }
}

/** The port itself, or where that is 0 a free one. Throws StartRefused where a server could not listen on it. */
export async function freePort(settings: Pick<ListenSettings, "host" | "port">): Promise<number> {
  const probe = createServer();
  try {
    const { address: host } = await lookup(settings.host, { verbatim: false });
    await once(probe.listen({ host, port: settings.port }), "listening");
    const { port } = probe.address() as AddressInfo;
    await new Promise((closed) => probe.close(closed));
    return port;
  } catch (error) {
    throw refusalOf(error, settings);
  }
}

/**
 * Closes, sweeping away connections that wait for nothing. Node closes those idle at the first moment only; it would wait for
 * one on which the client keeps silent (browsers open some in advance), or has its answer and reads it slowly.
 */
async function close(
  http: FastifyInstance,
  sockets: ReadonlySet<Socket>,
  drainMsMax: number,
  hurried?: AbortSignal,
): Promise<void> {
  let late = false;
  const limit = setTimeout(() => (late = true), drainMsMax);
  const sweep = setInterval(() => {
    if (late || hurried?.aborted) return http.server.closeAllConnections();
    http.server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  }, SWEEP_MS);
  try {
    await http.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(limit);
  }
}

function refusalOf(error: unknown, { host, port }: ListenSettings): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return new StartRefused([
        `Port ${port} on ${host} is taken: stop the other program, or set PORT to another number.`,
      ]);
    case "EACCES":
      return new StartRefused([
        `Port ${port} on ${host} needs more rights: set PORT to a number above 1023.`,
      ]);
    case "EADDRNOTAVAIL":
    case "EAFNOSUPPORT":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new StartRefused([
        `HOST names ${host}, which is no address of this machine: set 127.0.0.1 for this machine alone, or 0.0.0.0 for all its addresses.`,
      ]);
    default:
      return error;
  }
}
