import type { Worker } from "node:cluster";

/** The primary's side of a connection that was accepted. */
interface Connection {
  close(): void;
}

/** What Node's own cluster says on a worker's channel: `seq` numbers what is sent, `ack` is the number of what is answered. */
interface ClusterMessage {
  readonly cmd?: unknown;
  readonly act?: unknown;
  readonly seq?: number;
  readonly ack?: number;
}

/**
 * Sees to it that a connection that was on its way to a worker when this ended is closed, so that its client knows and sends again.
 *
 * Node closes the primary's side of a connection when the worker says that it has taken it, and forgets about a worker that can say
 * nothing any more: the client would be connected to nobody, and wait until it gives up. Node has no public event for these messages.
 * Where another version words them otherwise nothing is noted, and nothing closed.
 */
export function closeUntaken(worker: Worker): void {
  const { process: channel } = worker;
  const untaken = new Map<number, Connection>();
  const send = channel.send.bind(channel) as (message: ClusterMessage, ...more: unknown[]) => boolean;
  channel.send = (message: ClusterMessage, ...more: unknown[]): boolean => {
    const { cmd, act, seq } = message;
    if (cmd === "NODE_CLUSTER" && act === "newconn" && seq !== undefined) {
      untaken.set(seq, more[0] as Connection);
    }
    return send(message, ...more);
  };
  channel.on("internalMessage", ({ cmd, ack }: ClusterMessage) => {
    if (cmd === "NODE_CLUSTER" && ack !== undefined) untaken.delete(ack);
  });
  // Node does not tell the end of a channel that waits for such an answer. What was said on it before the process ended arrives in this turn.
  channel.once("exit", () =>
    setImmediate(() => {
      for (const connection of untaken.values()) connection.close();
    }),
  );
}
