import pg from "pg";
import { from, to } from "pg-copy-streams";
import { Readable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import type { EntityManager } from "typeorm";
import type { AnyCopyType, CopyType } from "./copy-types.js";
import type { Sql } from "./sql.js";
import type { Tx } from "./transaction.js";

/** The columns of a COPY in order, by name. */
export type CopyColumns = Readonly<Record<string, AnyCopyType>>;

/** A row of those columns. */
export type CopyRow<Columns extends CopyColumns> = {
  readonly [Name in keyof Columns]: Columns[Name] extends CopyType<infer Value> ? Value | null : never;
};

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");
/** The signature, 4 bytes of flags, 4 bytes for the length of an extension that there is none of. */
const HEAD = Buffer.concat([SIGNATURE, Buffer.alloc(8)]);
const TRAILER = Buffer.from([0xff, 0xff]);
const CHUNK_BYTES = 64 * 1024;

/**
 * Puts rows into a table by COPY, the fastest way in, inside the caller's transaction; answers how many.
 *
 * `table` and the columns' names are our own text. Rows are taken as fast as the server takes them, and an error of their source is
 * thrown again once the server has let go of them; nothing of it is told to the server. All of it is one statement for
 * `statement_timeout`, so a source that waits for a client is gathered first.
 */
export async function copyIn<Columns extends CopyColumns>(
  tx: Tx,
  table: string,
  columns: Columns,
  rows: Iterable<CopyRow<Columns>> | AsyncIterable<CopyRow<Columns>>,
): Promise<number> {
  const client = await clientOf(tx);
  const names = Object.keys(columns).map((name) => pg.escapeIdentifier(name));
  const target = `${pg.escapeIdentifier(table)} (${names.join(", ")})`;
  const stream = client.query(from(`COPY ${target} FROM STDIN (FORMAT binary)`));
  const source: { failed?: { readonly error: unknown } } = {};
  const chunks = async function* (): AsyncGenerator<Buffer> {
    try {
      yield* chunksOf(columns, rows);
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
 * COPY takes no parameters, so the query's values go into it as escaped literals: texts, numbers and null. Who stops before the end
 * pays for the rest, which is read and dropped to free the connection.
 */
export async function* copyOut<Columns extends CopyColumns>(
  db: EntityManager,
  query: Sql,
  columns: Columns,
): AsyncGenerator<CopyRow<Columns>> {
  const client = await clientOf(db);
  const stream = client.query(to(`COPY (${withLiterals(query)}) TO STDOUT (FORMAT binary)`));
  const reader = new RowReader(columns);
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false }))
      yield* reader.take(chunk as Buffer);
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
  if (typeof value === "string") return pg.escapeLiteral(value);
  throw new Error("COPY takes texts, numbers and null.");
}

async function* chunksOf<Columns extends CopyColumns>(
  columns: Columns,
  rows: Iterable<CopyRow<Columns>> | AsyncIterable<CopyRow<Columns>>,
): AsyncGenerator<Buffer> {
  const writer = new RowWriter(columns);
  // A loop that awaits each row of an array would take most of the time.
  if (Symbol.iterator in rows) {
    for (const row of rows) if (writer.put(row)) yield writer.drain();
  } else {
    for await (const row of rows) if (writer.put(row)) yield writer.drain();
  }
  yield Buffer.concat([writer.drain(), TRAILER]);
}

class RowWriter {
  readonly #columns: readonly (readonly [name: string, type: AnyCopyType])[];
  #buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  #length = HEAD.copy(this.#buffer);

  constructor(columns: CopyColumns) {
    this.#columns = Object.entries(columns);
  }

  /** Answers whether a chunk is full. */
  put(row: Readonly<Record<string, unknown>>): boolean {
    this.#reserve(2);
    this.#length = this.#buffer.writeInt16BE(this.#columns.length, this.#length);
    for (const [name, type] of this.#columns) {
      const value = row[name];
      const bytes = value === null ? -1 : type.size(value as never);
      this.#reserve(4 + Math.max(bytes, 0));
      this.#length = this.#buffer.writeInt32BE(bytes, this.#length);
      if (value === null) continue;
      type.write(this.#buffer, this.#length, value as never);
      this.#length += bytes;
    }
    return this.#length >= CHUNK_BYTES / 2;
  }

  drain(): Buffer {
    const chunk = this.#buffer.subarray(0, this.#length);
    this.#buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    this.#length = 0;
    return chunk;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const wider = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(wider, 0, 0, this.#length);
    this.#buffer = wider;
  }
}

class RowReader<Columns extends CopyColumns> {
  readonly #columns: readonly (readonly [name: string, type: AnyCopyType])[];
  #rest: Buffer = Buffer.alloc(0);
  #headRead = false;

  constructor(columns: Columns) {
    this.#columns = Object.entries(columns);
  }

  /** The rows that are whole with this chunk. */
  *take(chunk: Buffer): Generator<CopyRow<Columns>> {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let offset = 0;
    if (!this.#headRead) {
      if (bytes.length < HEAD.length) return void (this.#rest = bytes);
      this.#headRead = true;
      offset = HEAD.length;
    }
    for (let end = this.#endOf(bytes, offset); end !== null; end = this.#endOf(bytes, offset)) {
      yield this.#rowAt(bytes, offset);
      offset = end;
    }
    this.#rest = bytes.subarray(offset);
  }

  /** Where the row that begins at `offset` ends; null where it is not all there, or is the trailer. */
  #endOf(bytes: Buffer, offset: number): number | null {
    if (bytes.length < offset + 2 || bytes.readInt16BE(offset) === -1) return null;
    let at = offset + 2;
    for (let column = 0; column < this.#columns.length; column += 1) {
      if (bytes.length < at + 4) return null;
      at += 4 + Math.max(0, bytes.readInt32BE(at));
    }
    return at <= bytes.length ? at : null;
  }

  #rowAt(bytes: Buffer, offset: number): CopyRow<Columns> {
    const row: Record<string, unknown> = {};
    let at = offset + 2;
    for (const [name, type] of this.#columns) {
      const length = bytes.readInt32BE(at);
      at += 4;
      row[name] = length < 0 ? null : type.read(bytes.subarray(at, at + length));
      at += Math.max(0, length);
    }
    return row as CopyRow<Columns>;
  }
}
