import { copyAtOnce } from "../../platform/db/copy-at-once.js";
import type { CopyRow } from "../../platform/db/copy-rows.js";
import { bit, int2, int2Array, int4, uuid } from "../../platform/db/copy-types.js";
import type { Tx } from "../../platform/db/transaction.js";
import { rowsOf, rowsOfSegments, type NewRow } from "./core/stored-row.js";
import type { SubjectNumber } from "./core/subject-number.js";
import type { PackedSegment } from "./core/subject-set.js";
import type { PackedTable } from "./packed-sql.js";

/** The users of what has this id. */
export interface OwnedSet {
  readonly id: string;
  readonly subjects: Iterable<SubjectNumber>;
}

/** The same, packed already. */
export interface OwnedSegments {
  readonly id: string;
  /** Ascending, each segment once. */
  readonly segments: Iterable<PackedSegment>;
}

const COLUMNS = { segment: int4, slot: int2, offsets: int2Array, bitmap: bit };

/**
 * Adds any number of sets to a table of packed sets by one COPY, which may go at once with statements. Rows go in by owner, so that
 * small sets stand together and the index by owner grows at its end.
 */
export function copySets(tx: Tx, table: PackedTable, sets: readonly OwnedSet[]): Promise<void> {
  return copyRows(
    tx,
    table,
    sets.map(({ id, subjects }) => ({ id, rows: rowsOf(subjects) })),
  );
}

/** The same for sets that are packed already. */
export function copySegments(tx: Tx, table: PackedTable, sets: readonly OwnedSegments[]): Promise<void> {
  return copyRows(
    tx,
    table,
    sets.map(({ id, segments }) => ({ id, rows: rowsOfSegments(segments) })),
  );
}

interface OwnedRows {
  readonly id: string;
  readonly rows: Iterable<NewRow>;
}

async function copyRows(tx: Tx, { table, owner }: PackedTable, sets: readonly OwnedRows[]): Promise<void> {
  await copyAtOnce(tx, table, { ...COLUMNS, [owner]: uuid }, rowsOfSets(owner, sets));
}

function* rowsOfSets(owner: string, sets: readonly OwnedRows[]): Generator<CopyRow<typeof COLUMNS>> {
  const byOwner = [...sets].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const { id, rows } of byOwner) {
    for (const { segment, slot, offsets, bitmap } of rows) {
      yield { [owner]: id, segment, slot, offsets, bitmap };
    }
  }
}
