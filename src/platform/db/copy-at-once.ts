import pg from "pg";
import { chunksOf, type CopyColumns, type CopyRow } from "./copy-rows.js";
import type { Tx } from "./transaction.js";

/**
 * Puts rows that are all there into a table by COPY, inside the caller's transaction.
 *
 * Everything is sent without waiting for the server to ask for it, so that it costs one round trip, as a statement does, and may go
 * with others in `atOnce`. All of it waits in memory, so these are thousands of rows; more go in by `copyIn`. An error of their
 * source is thrown again, and nothing of it told to the server. `table` and the columns' names are our own text.
 */
export async function copyAtOnce<Columns extends CopyColumns>(
  tx: Tx,
  table: string,
  columns: Columns,
  rows: Iterable<CopyRow<Columns>>,
): Promise<void> {
  if (!tx.queryRunner) throw new Error("COPY needs a connection of its own: run it in a transaction.");
  const client = (await tx.queryRunner.connect()) as pg.ClientBase;
  await new Promise<void>((resolve, reject) => {
    const done = (error: Error | null) => (error ? reject(error) : resolve());
    client.query(new CopyOfRows(copyInto(table, columns), chunksOf(columns, rows), done));
  });
}

/** The statement that takes rows in. */
export function copyInto(table: string, columns: CopyColumns): string {
  const names = Object.keys(columns).map((name) => pg.escapeIdentifier(name));
  return `COPY ${pg.escapeIdentifier(table)} (${names.join(", ")}) FROM STDIN (FORMAT binary)`;
}

/** What the driver's connection has and its types do not know. */
interface CopyConnection extends pg.Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/**
 * A COPY whose data follows the statement at once. Where the server refuses the statement, it passes over the data (PostgreSQL manual,
 * "COPY Operations"). A `Query`, because the driver sends no others together.
 */
class CopyOfRows extends pg.Query {
  #failure: Error | null = null;

  constructor(
    private readonly statement: string,
    private readonly chunks: Iterable<Buffer>,
    done: (error: Error | null) => void,
  ) {
    super(statement, (error) => done(this.#failure ?? error ?? null));
  }

  override submit = (connection: pg.Connection): void => {
    const copy = connection as CopyConnection;
    copy.query(this.statement);
    try {
      for (const chunk of this.chunks) copy.sendCopyFromChunk(chunk);
      copy.endCopyFrom();
    } catch (error) {
      this.#failure = error as Error;
      copy.sendCopyFail("The rows of this COPY could not be made.");
    }
  };

  /** The server asks for what it has been sent. */
  handleCopyInResponse(): void {
    // Nothing is left to do.
  }
}
