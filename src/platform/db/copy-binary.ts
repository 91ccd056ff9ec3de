import pg from "pg";
import { from, to } from "pg-copy-streams";
import { Readable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import type { EntityManager } from "typeorm";
import { copyInto } from "./copy-at-once.js";
import { chunksOf, chunksOfStream, RowReader, type CopyColumns, type CopyRow } from "./copy-rows.js";
import type { Sql } from "./sql.js";
import type { Tx } from "./transaction.js";

/**
 * Puts rows into a table by COPY, the fastest way in, inside the caller's transaction; answers how many.
 *
 * `table` and the columns' names are our own text. Rows are taken as fast as the server takes them, and an error of their source is
 * thrown again once the server has let go of them; nothing of it is told to the server. All of it is one statement for
 * `statement_timeout`, so a source that waits for a client is gathered first.
 * A few thousand rows take one round trip by `copyAtOnce`.
 */
export async function copyIn<Columns extends CopyColumns>(
  tx: Tx,
  table: string,
  columns: Columns,
  rows: Iterable<CopyRow<Columns>> | AsyncIterable<CopyRow<Columns>>,
): Promise<number> {
  const client = await clientOf(tx);
  const stream = client.query(from(copyInto(table, columns)));
  const source: { failed?: { readonly error: unknown } } = {};
  const chunks = async function* (): AsyncGenerator<Buffer> {
    try {
      yield* Symbol.iterator in rows ? chunksOf(columns, rows) : chunksOfStream(columns, rows);
    } catch (error) {
      source.failed = { error };
      throw new Error("The rows of this COPY could not be made.", { cause: error });
    }
  };
  try {
    await pipeline(Readable.from(chunks(), { objectMode: false }), stream);
  } catch (error) {
    throw source.failed ? source.failed.error : error;
  }
  return stream.rowCount;
}

/**
 * The rows of a query by COPY, read no faster than they are used. The query answers `columns`, in order.
 *
 * COPY takes no parameters, so the query's values go into it as escaped literals: texts, lists of them, moments, numbers and null. Who stops before the end
 * pays for the rest, which is read and dropped to free the connection.
 */
export async function* copyOut<Columns extends CopyColumns>(
  db: EntityManager,
  query: Sql,
  columns: Columns,
): AsyncGenerator<CopyRow<Columns>> {
  for await (const rows of copyOutInBatches(db, query, columns)) yield* rows;
}

/** The same, as many rows at once as arrive together: where they are short and many, awaiting each would take most of the time. */
export async function* copyOutInBatches<Columns extends CopyColumns>(
  db: EntityManager,
  query: Sql,
  columns: Columns,
): AsyncGenerator<CopyRow<Columns>[]> {
  const client = await clientOf(db);
  const stream = client.query(to(`COPY (${withLiterals(query)}) TO STDOUT (FORMAT binary)`));
  const reader = new RowReader(columns);
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      yield reader.take(chunk as Buffer);
    }
  } finally {
    if (!stream.readableEnded && !stream.errored) await finished(stream.resume());
  }
}

/** The connection a transaction holds. */
async function clientOf(db: EntityManager): Promise<pg.ClientBase> {
  if (!db.queryRunner) throw new Error("COPY needs a connection of its own: run it in a transaction.");
  return (await db.queryRunner.connect()) as pg.ClientBase;
}

function withLiterals({ strings, values }: Sql): string {
  return strings
    .map((part, index) => (index < values.length ? part + literal(values[index]) : part))
    .join("");
}

function literal(value: unknown): string {
  if (value === null) return "NULL";
  if (typeof value === "number" && Number.isFinite(value)) return `(${value})`;
  // The driver escapes character by character, which for a long list of ids takes megabytes.
  if (typeof value === "string") return /['\\]/.test(value) ? pg.escapeLiteral(value) : `'${value}'`;
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString());
  if (Array.isArray(value)) return `ARRAY[${value.map(literal).join(", ")}]`;
  throw new Error("COPY takes texts, moments, numbers, null, and lists of them.");
}
