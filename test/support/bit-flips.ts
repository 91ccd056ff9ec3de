import pg from "pg";
import { from, to } from "pg-copy-streams";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";

/** One column of a table, as the catalogue has it. */
interface Column {
  readonly name: string;
  /** Bytes of its binary form that say how the value is laid out, not what it is. */
  readonly head: number;
  /** Of its byte only the lowest bit tells true from false. */
  readonly isBoolean: boolean;
}

/** Where rows are, until they are written again. */
interface Place {
  readonly table: string;
  readonly ctid: string;
}

/** What came of trying to flip a bit. */
export type Flip =
  /** The database takes no such value, whoever puts it in. */
  { readonly stored: false } | { readonly stored: true; undo(): Promise<void> };

const COPY_HEAD_BYTES = 19;
const FIELD_COUNT_BYTES = 2;
const LENGTH_BYTES = 4;
/** Dimensions, flags, type, length, lower bound, and the length of the first element. */
const ARRAY_HEAD_BYTES = 24;
const BIT_STRING_HEAD_BYTES = 4;
const JSONB_HEAD_BYTES = 1;
const ATTEMPTS_MAX = 12;

/** Flips single bits of stored values, whatever their type, by the binary form in which COPY writes and reads a row. */
export class BitFlipper {
  #client: pg.Client;
  /** A small generator of its own, so that a failure can be repeated. */
  #seed: number;

  private constructor(client: pg.Client, seed: number) {
    this.#client = client;
    this.#seed = seed;
  }

  static async connect(url: string, seed: number): Promise<BitFlipper> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return new BitFlipper(client, seed);
  }

  end(): Promise<void> {
    return this.#client.end();
  }

  async columnsOf(table: string): Promise<string[]> {
    return (await this.#columns(table)).map(({ name }) => name);
  }

  /** Flips one bit, another each time, of a column's first value that is not null. Throws where the column has none. */
  async flip(table: string, column: string): Promise<Flip> {
    const columns = await this.#columns(table);
    const at = columns.findIndex(({ name }) => name === column);
    let place = await this.#find(table, column);
    const original = await this.#read(place);
    const { start, length } = fieldOf(original, at);
    const head = Math.min(columns[at]!.head, length - 1);
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const bit = columns[at]!.isBoolean ? 0 : this.#random((length - head) * 8);
      const flipped = Buffer.from(original);
      flipped[start + head + (bit >> 3)]! ^= 1 << (bit & 7);
      const now = await this.#replace(table, place, flipped);
      if (now === null) continue;
      if (!(await this.#read(now)).equals(original)) {
        return { stored: true, undo: async () => void (await this.#replace(table, now, original)) };
      }
      // A moment is rounded to milliseconds, and JSON is written anew: what comes out the same is no other value.
      place = now;
    }
    return { stored: false };
  }

  async #columns(table: string): Promise<Column[]> {
    const { rows } = await this.#client.query<{ name: string; type: string }>(
      `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
        WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
      [table],
    );
    return rows.map(({ name, type }) => ({ name, head: headOf(type), isBoolean: type === "boolean" }));
  }

  async #find(table: string, column: string): Promise<Place> {
    const { rows } = await this.#client.query<Place>(
      `SELECT tableoid::regclass::text AS table, ctid::text FROM ${table} WHERE ${column} IS NOT NULL
        ORDER BY ${column}::text DESC LIMIT 1`,
    );
    if (rows.length === 0) throw new Error(`${table}.${column} has no value to flip a bit of.`);
    return rows[0]!;
  }

  /** One row, as COPY writes it. */
  async #read({ table, ctid }: Place): Promise<Buffer> {
    const select = `SELECT * FROM ${table} WHERE ctid = '${ctid}'`;
    return buffer(this.#client.query(to(`COPY (${select}) TO STDOUT (FORMAT binary)`)));
  }

  /** Puts a row in another's place; answers where it is then, or null where the database takes no such row. */
  async #replace(table: string, place: Place, row: Buffer): Promise<Place | null> {
    await this.#client.query("BEGIN");
    try {
      await this.#client.query(`DELETE FROM ${place.table} WHERE ctid = '${place.ctid}'`);
      await pipeline(
        Readable.from([row], { objectMode: false }),
        this.#client.query(from(`COPY ${table} FROM STDIN (FORMAT binary)`)),
      );
      const { rows } = await this.#client.query<Place>(
        `SELECT tableoid::regclass::text AS table, ctid::text FROM ${table} WHERE xmin = pg_current_xact_id()::xid`,
      );
      await this.#client.query("COMMIT");
      return rows[0]!;
    } catch {
      await this.#client.query("ROLLBACK");
      return null;
    }
  }

  #random(below: number): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#seed / 2 ** 32) * below);
  }
}

function headOf(type: string): number {
  if (type.endsWith("[]")) return ARRAY_HEAD_BYTES;
  if (type.startsWith("bit(")) return BIT_STRING_HEAD_BYTES;
  return type === "jsonb" ? JSONB_HEAD_BYTES : 0;
}

/** Where a field's bytes are in a COPY of one row. */
function fieldOf(copy: Buffer, field: number): { readonly start: number; readonly length: number } {
  let at = COPY_HEAD_BYTES + FIELD_COUNT_BYTES;
  for (let before = 0; before < field; before += 1) at += LENGTH_BYTES + Math.max(0, copy.readInt32BE(at));
  return { start: at + LENGTH_BYTES, length: copy.readInt32BE(at) };
}
