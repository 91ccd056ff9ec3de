import { empty, execute, run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import type { BroughtOver, Portion, RowsUnderSecret } from "../../platform/secrets/rows-under-secret.js";
import type { StoredForm } from "../../platform/secrets/stored-form.js";
import { PSEUDONYM_FORM, TOMBSTONE_FORM } from "./stored-forms.js";

/** What primary keys begin with is never changed: a row is taken out and put in under its new key. */

export const MOVED_SUBJECTS: RowsUnderSecret = {
  table: "subject",
  columns: ["pseudonym"],
  bringOver: (tx, portion) =>
    moved(tx, { form: PSEUDONYM_FORM, read: readPseudonyms, move: moveSubjects }, portion),
};

export const MOVED_TOMBSTONES: RowsUnderSecret = {
  table: "erased_subject",
  columns: ["tombstone"],
  bringOver: (tx, portion) =>
    moved(tx, { form: TOMBSTONE_FORM, read: readTombstones, move: moveTombstones }, portion),
};

interface Kind {
  readonly form: StoredForm;
  /** What is stored, ascending, after a value; each once, at most `limit`. */
  readonly read: (tx: Tx, after: Buffer | null, limit: number) => Promise<Buffer[]>;
  readonly move: (tx: Tx, earlier: readonly Buffer[], later: readonly Buffer[]) => Promise<number>;
}

/** Rows that were moved ahead are met again, and are of the right generation by then. */
async function moved(
  tx: Tx,
  { form, read, move }: Kind,
  { generation, after, limit }: Portion,
): Promise<BroughtOver> {
  const stored = await read(tx, after && Buffer.from(after[0]!, "hex"), limit);
  const pairs = stored.flatMap((earlier) => {
    const later = form.bytes(tx, form.digest(tx, earlier), generation);
    return later.equals(earlier) ? [] : [{ earlier, later }];
  });
  const rows =
    pairs.length === 0
      ? 0
      : await move(
          tx,
          pairs.map(({ earlier }) => earlier),
          pairs.map(({ later }) => later),
        );
  const last = stored.at(-1);
  return { reached: last ? [last.toString("hex")] : null, rows };
}

async function readPseudonyms(tx: Tx, after: Buffer | null, limit: number): Promise<Buffer[]> {
  const from = after ? sql`WHERE pseudonym > ${after}` : empty;
  const rows = await run<{ stored: Buffer }>(
    tx,
    sql`SELECT pseudonym AS stored FROM subject ${from} ORDER BY pseudonym LIMIT ${limit}`,
  );
  return rows.map(({ stored }) => stored);
}

function moveSubjects(tx: Tx, earlier: readonly Buffer[], later: readonly Buffer[]): Promise<number> {
  return execute(
    tx,
    sql`WITH given AS (SELECT * FROM unnest(${earlier}::bytea[], ${later}::bytea[]) AS given (earlier, later)),
             taken AS (DELETE FROM subject USING given WHERE pseudonym = earlier RETURNING later, number)
        INSERT INTO subject (pseudonym, number) SELECT later, number FROM taken ORDER BY later`,
  );
}

/** The same person may have been erased and restored more than once: one value, several rows. */
async function readTombstones(tx: Tx, after: Buffer | null, limit: number): Promise<Buffer[]> {
  const from = after ? sql`WHERE tombstone > ${after}` : empty;
  const rows = await run<{ stored: Buffer }>(
    tx,
    sql`SELECT DISTINCT tombstone AS stored FROM erased_subject ${from} ORDER BY tombstone LIMIT ${limit}`,
  );
  return rows.map(({ stored }) => stored);
}

function moveTombstones(tx: Tx, earlier: readonly Buffer[], later: readonly Buffer[]): Promise<number> {
  return execute(
    tx,
    sql`WITH given AS (SELECT * FROM unnest(${earlier}::bytea[], ${later}::bytea[]) AS given (earlier, later)),
             taken AS (DELETE FROM erased_subject USING given WHERE tombstone = earlier
                       RETURNING later, id, erased_on, restored_at)
        INSERT INTO erased_subject (tombstone, id, erased_on, restored_at)
        SELECT later, id, erased_on, restored_at FROM taken ORDER BY later`,
  );
}
