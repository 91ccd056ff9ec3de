import type { AnyCopyType, CopyType } from "./copy-types.js";

/** The columns of a COPY in order, by name. */
export type CopyColumns = Readonly<Record<string, AnyCopyType>>;

/** A row of those columns. */
export type CopyRow<Columns extends CopyColumns> = {
  readonly [Name in keyof Columns]: Columns[Name] extends CopyType<infer Value> ? Value | null : never;
};

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");
/** The signature, 4 bytes of flags, 4 bytes for the length of an extension that there is none of. */
const HEAD = Buffer.concat([SIGNATURE, Buffer.alloc(8)]);
/** Stands where a row would begin. */
const TRAILER = Buffer.from([0xff, 0xff]);
/** Chunks are handed over half full; each is twice the one before, so that the server has work soon, and not too many. */
const CHUNK_BYTES_FIRST = 4 * 1024;
const CHUNK_BYTES_MAX = 64 * 1024;

/** What a COPY of these rows sends, in chunks. */
export function* chunksOf<Columns extends CopyColumns>(
  columns: Columns,
  rows: Iterable<CopyRow<Columns>>,
): Generator<Buffer> {
  const writer = new RowWriter(columns);
  for (const row of rows) if (writer.put(row)) yield writer.drain();
  yield writer.end();
}

/** The same of rows that come one by one. Where they need not, awaiting each would take most of the time. */
export async function* chunksOfStream<Columns extends CopyColumns>(
  columns: Columns,
  rows: AsyncIterable<CopyRow<Columns>>,
): AsyncGenerator<Buffer> {
  const writer = new RowWriter(columns);
  for await (const row of rows) if (writer.put(row)) yield writer.drain();
  yield writer.end();
}

/** Writes rows one after the other, and hands them over in chunks. */
class RowWriter {
  readonly #columns: readonly (readonly [name: string, type: AnyCopyType])[];
  #buffer = Buffer.allocUnsafe(CHUNK_BYTES_FIRST);
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
    return this.#length >= this.#buffer.length / 2;
  }

  drain(): Buffer {
    const chunk = this.#buffer.subarray(0, this.#length);
    this.#buffer = Buffer.allocUnsafe(Math.min(this.#buffer.length * 2, CHUNK_BYTES_MAX));
    this.#length = 0;
    return chunk;
  }

  /** What is left, and the trailer. */
  end(): Buffer {
    this.#reserve(TRAILER.length);
    this.#length += TRAILER.copy(this.#buffer, this.#length);
    return this.#buffer.subarray(0, this.#length);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const wider = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(wider, 0, 0, this.#length);
    this.#buffer = wider;
  }
}

/** Reads rows out of chunks that end wherever they do. */
export class RowReader<Columns extends CopyColumns> {
  readonly #columns: readonly (readonly [name: string, type: AnyCopyType])[];
  #rest: Buffer = Buffer.alloc(0);
  #headRead = false;

  constructor(columns: Columns) {
    this.#columns = Object.entries(columns);
  }

  /** The rows that are whole with this chunk. */
  take(chunk: Buffer): CopyRow<Columns>[] {
    const rows: CopyRow<Columns>[] = [];
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let offset = 0;
    if (!this.#headRead) {
      if (bytes.length < HEAD.length) {
        this.#rest = bytes;
        return rows;
      }
      this.#headRead = true;
      offset = HEAD.length;
    }
    for (let end = this.#endOf(bytes, offset); end !== null; end = this.#endOf(bytes, offset)) {
      rows.push(this.#rowAt(bytes, offset));
      offset = end;
    }
    this.#rest = bytes.subarray(offset);
    return rows;
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
      row[name] = length < 0 ? null : type.read(bytes, at, length);
      at += Math.max(0, length);
    }
    return row as CopyRow<Columns>;
  }
}
