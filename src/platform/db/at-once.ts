import type pg from "pg";
import type { Tx } from "./transaction.js";

/** What the driver has and its types do not know: `pipeline` (documented as an option), and the socket. */
interface PipelinedClient extends pg.ClientBase {
  pipeline: boolean;
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}

/**
 * Sends statements that need nothing of one another's answers together: one message to the server, one round trip.
 *
 * They run in the order in which `send` sends them, but for a COPY by `copyAtOnce`, which may run before. Where one fails, those
 * after it fail as the transaction's, and the first failure is thrown. Not for `copyIn` and `copyOut`, whose streams have the
 * connection to themselves.
 */
export async function atOnce<Results extends readonly unknown[]>(
  tx: Tx,
  send: () => { readonly [Key in keyof Results]: Promise<Results[Key]> },
): Promise<Results> {
  if (!tx.queryRunner) throw new Error("Statements are sent at once on the connection of a transaction.");
  const client = (await tx.queryRunner.connect()) as PipelinedClient;
  const { stream } = client.connection;
  const sent: Promise<unknown>[] = [];
  client.pipeline = true;
  stream.cork();
  // TypeORM hands a statement to the driver a few promises later: the next tick begins when they are settled.
  process.nextTick(() => stream.uncork());
  try {
    const answers = send();
    sent.push(...answers);
    return await Promise.all(answers);
  } finally {
    await Promise.allSettled(sent);
    client.pipeline = false;
  }
}
