import { connect, createServer } from "node:net";

export interface FarewellDoor {
  readonly port: number;
  /** Whether new connections are ended as soon as PostgreSQL has let them in. */
  saysFarewell: boolean;
  close(): Promise<void>;
}

/** ReadyForQuery and ErrorResponse (PostgreSQL's documentation, "Message Formats"). */
const READY = Buffer.from("5a0000000549", "hex");
const FIELDS = "SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0";
const FAREWELL = Buffer.concat([
  Buffer.from("E\0\0\0"),
  Buffer.from([FIELDS.length + 4]),
  Buffer.from(FIELDS),
]);

/** A way to a server that can have it say farewell in the same packet as its welcome, as one does that is killed just then. */
export async function openFarewellDoor(leadsTo: number): Promise<FarewellDoor> {
  const listener = createServer((caller) => {
    const inside = connect(leadsTo, "127.0.0.1");
    for (const socket of [caller, inside]) socket.on("error", () => undefined);
    caller.pipe(inside).on("close", () => caller.destroy());
    inside.on("close", () => caller.destroy());
    inside.on("data", (chunk) => {
      if (!door.saysFarewell || !chunk.subarray(-READY.length).equals(READY)) caller.write(chunk);
      else caller.end(Buffer.concat([chunk, FAREWELL]));
    });
  });
  await new Promise<void>((opened) => listener.listen(0, "127.0.0.1", opened));
  const door: FarewellDoor = {
    port: (listener.address() as { port: number }).port,
    saysFarewell: false,
    close: () => new Promise((closed) => listener.close(() => closed())),
  };
  return door;
}
