import type { DataSource } from "typeorm";
import { copyIn } from "../../src/platform/db/copy-binary.js";
import { int4, uuid } from "../../src/platform/db/copy-types.js";
import { run, sql } from "../../src/platform/db/sql.js";
import type { Tx } from "../../src/platform/db/transaction.js";

/** The join table as one writes it by hand: narrow, filled by binary COPY, and read from either side by an index, newest first. */

export const JOIN_TABLE = "disclosure_subject";

/** A disclosure and the users it covers, as the join table takes them. */
export interface JoinedSet {
  readonly disclosureId: string;
  readonly subjects: readonly number[];
}

export async function createJoinTable(database: DataSource): Promise<void> {
  await run(
    database.manager,
    sql`CREATE TABLE disclosure_subject (
          disclosure_id uuid NOT NULL, subject integer NOT NULL, PRIMARY KEY (disclosure_id, subject))`,
  );
  await run(
    database.manager,
    sql`CREATE INDEX disclosure_subject_by_subject ON disclosure_subject (subject, disclosure_id)`,
  );
}

/** Adds the pairs of some disclosures by one COPY. */
export async function copyPairs(tx: Tx, sets: readonly JoinedSet[]): Promise<void> {
  await copyIn(tx, JOIN_TABLE, { disclosure_id: uuid, subject: int4 }, pairsOf(sets));
}

function* pairsOf(sets: readonly JoinedSet[]): Generator<{ disclosure_id: string; subject: number }> {
  for (const { disclosureId, subjects } of sets) {
    for (const subject of subjects) yield { disclosure_id: disclosureId, subject };
  }
}
