import { createServer, connect, type Server, type Socket } from "node:net";

/** A port that stays the same while the server behind it gets another one at every start. */
export interface Door {
  readonly port: number;
  /** The port to forward new connections to; null = hold every caller without an answer. */
  leadsTo: number | null;
  /** Breaks every connection. */
  slam(): void;
  /** Forwards nothing more on the connections there are, and leaves them open: a network that has gone dead. */
  freeze(): void;
  close(): Promise<void>;
}

/** Opens a door that leads nowhere yet. */
export async function openDoor(port = 0): Promise<Door> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  };
  const listener: Server = createServer((caller) => {
    keep(caller);
    if (door.leadsTo === null) return;
    const inside = connect(door.leadsTo, "127.0.0.1");
    keep(inside);
    caller.pipe(inside).on("close", () => caller.destroy());
    inside.pipe(caller).on("close", () => inside.destroy());
  });
  await new Promise<void>((opened) => listener.listen(port, "127.0.0.1", opened));
  const address = listener.address() as { port: number };
  const slam = (): void => sockets.forEach((socket) => socket.destroy());
  const door: Door = {
    port: address.port,
    leadsTo: null,
    slam,
    freeze: () => sockets.forEach((socket) => socket.unpipe().pause()),
    close: () =>
      new Promise((closed) => {
        listener.close(() => closed());
        slam();
      }),
  };
  return door;
}
