import type { EntityManager } from "typeorm";
import { raw, run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { leavesOf } from "../ledger/index.js";
import type { AmendmentRow } from "./amendment-row.js";
import { AMENDMENT_LEAF, SUPERSEDED_LEAF } from "./amendment.leaf.js";

const SELECT_AMENDMENT = sql`
  SELECT a.id, a.amends, a.kind, a.recorded_at AS "recordedAt", a.recorded_by AS "recordedBy",
         a.free_text_commitments AS "freeTextCommitments"
    FROM amendment a`;

/**
 * Takes the place of a disclosure, if no other amendment has, and leaves word of it for the roll-up of the statistics. Answers
 * the id of the amendment that holds the place.
 */
export async function takePlace(tx: Tx, disclosureId: string, amendmentId: string): Promise<string> {
  await run(
    tx,
    sql`WITH taken AS (
          INSERT INTO superseded (disclosure_id, amendment_id) VALUES (${disclosureId}, ${amendmentId})
          ON CONFLICT DO NOTHING
          RETURNING *
        ), leaf AS (${leavesOf(SUPERSEDED_LEAF, raw("taken"))})
        INSERT INTO rollup_pending (disclosure_id, kind) SELECT disclosure_id, 'SUPERSEDED' FROM taken`,
  );
  const [row] = await run<{ amendmentId: string }>(
    tx,
    sql`SELECT amendment_id AS "amendmentId" FROM superseded WHERE disclosure_id = ${disclosureId}`,
  );
  return row?.amendmentId ?? amendmentId;
}

/** False where an amendment with this id is recorded already. */
export async function insertAmendment(tx: Tx, row: Omit<AmendmentRow, "recordedAt">): Promise<boolean> {
  const inserted = await run(
    tx,
    sql`WITH inserted AS (
          INSERT INTO amendment (id, amends, kind, recorded_by, free_text_commitments)
          VALUES (${row.id}, ${row.amends}, ${row.kind}, ${row.recordedBy}, ${JSON.stringify(row.freeTextCommitments)}::jsonb)
          ON CONFLICT (id) DO NOTHING
          RETURNING *
        ), leaf AS (${leavesOf(AMENDMENT_LEAF, raw("inserted"))})
        SELECT id FROM inserted`,
  );
  return inserted.length === 1;
}

export async function findAmendmentById(db: EntityManager, id: string): Promise<AmendmentRow | null> {
  const [row] = await run<AmendmentRow>(db, sql`${SELECT_AMENDMENT} WHERE a.id = ${id}`);
  return row ?? null;
}

/** Those of the ids that belong to amendments which voided a disclosure; no disclosure may have them. */
export async function findVoidingIds(db: EntityManager, ids: readonly string[]): Promise<Set<string>> {
  const rows = await run<{ id: string }>(
    db,
    sql`SELECT id FROM amendment WHERE id = ANY (${ids}::uuid[]) AND kind = 'VOIDED'`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** The amendment that took each disclosure's place, by the disclosure's id. */
export async function findAmendmentsOf(
  db: EntityManager,
  disclosureIds: readonly string[],
): Promise<Map<string, AmendmentRow>> {
  // Two steps by key and no join on differing distribution columns: `superseded` is spread by disclosure, `amendment` by its own id.
  const rows = await run<AmendmentRow>(
    db,
    sql`${SELECT_AMENDMENT}
         WHERE a.id = ANY (ARRAY(SELECT amendment_id FROM superseded WHERE disclosure_id = ANY (${disclosureIds}::uuid[])))`,
  );
  return new Map(rows.map((row) => [row.amends, row]));
}
