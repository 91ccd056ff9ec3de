/**
 * How a column stands in a leaf.
 *
 * In clear: ids, keys of catalogues, checked vocabularies, numbers, booleans, moments (UTC, milliseconds), days, lists of keys, and
 * JSON of closed vocabulary. `committed …`: everything else, as SHA-256 over a salt of its own and the value. `erasable …`: the same
 * of what an erasure may overwrite, for which the salt of a free text of the column's name goes in as well: once it is erased, nobody can
 * try out what the value was, not even with all else that the database holds.
 */
export type LeafForm =
  | "uuid"
  | "text"
  | "number"
  | "boolean"
  | "moment"
  | "day"
  | "keys"
  | "json"
  | "committed text"
  | "committed number"
  | "committed bytes"
  | "committed json"
  | "erasable bytes";

/** The rows of a set table that belong to a row: they enter its leaf as one Merkle root. */
export interface LeafUsers {
  /** The table of packed sets. */
  readonly table: string;
  /** Its column that names the owner. */
  readonly owner: string;
  /** The owner's column that it names. */
  readonly names: string;
}

/** What a row of a table is as a leaf of the ledger. The kind is called what its table is. */
export interface LeafKind {
  readonly table: string;
  /** The columns of the primary key, in its order. */
  readonly key: readonly string[];
  /** Every column of the table, in the order of the leaf's lines. A change is another leaf: recorded ones would not be found again. */
  readonly columns: Readonly<Record<string, LeafForm>>;
  /** Null where no set belongs to a row. */
  readonly users: LeafUsers | null;
  /** SQL over the row as `r`: that an erasure may have overwritten what is erasable in it. Null where nothing is. */
  readonly erasedWhere: string | null;
}

/** Declares the leaf of a table whose key is `id`, unless said. */
export function leafKind(
  table: string,
  columns: LeafKind["columns"],
  { key = ["id"], users = null, erasedWhere = null }: Partial<Omit<LeafKind, "table" | "columns">> = {},
): LeafKind {
  return { table, key, columns, users, erasedWhere };
}

/** Whether rows are events by their own id: a key of several columns, or of text, is hashed into one. */
export function hasOwnId({ key, columns }: LeafKind): boolean {
  return key.length === 1 && columns[key[0]!] === "uuid";
}
