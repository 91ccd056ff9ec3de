import type { Tx } from "../db/transaction.js";

/** Rows that were looked at, and how many of them were brought over. */
export interface BroughtOver {
  /** The key of the last; null where there were no more. */
  readonly reached: readonly string[] | null;
  readonly rows: number;
}

/** A table with something in it that depends on the secret. */
export interface RowsUnderSecret {
  readonly table: string;
  /** Those that depend on it. */
  readonly columns: readonly string[];
  /**
   * Brings at most `limit` rows that follow a key, in the order of the keys, from the generation before over to this one. What is of this
   * generation already, and what was erased meanwhile, is left as it is.
   */
  bringOver(tx: Tx, portion: Portion): Promise<BroughtOver>;
}

export interface Portion {
  readonly generation: number;
  /** Null = from the first row on. */
  readonly after: readonly string[] | null;
  readonly limit: number;
}
