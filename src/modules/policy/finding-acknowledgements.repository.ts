import type { EntityManager } from "typeorm";
import { raw, run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import type { FreeTextCommitments } from "../../platform/erasable-text/free-text.js";
import { leavesOf } from "../ledger/index.js";
import type { AcknowledgementRow } from "./finding-row.js";
import { FINDING_ACKNOWLEDGEMENT_LEAF } from "./finding.leaf.js";

/** False where the finding has been acknowledged before. Of two at once the second waits for the first. */
export async function insertAcknowledgement(
  tx: Tx,
  row: Omit<AcknowledgementRow, "acknowledgedAt"> & {
    readonly disclosureId: string;
    readonly freeTextCommitments: FreeTextCommitments;
  },
): Promise<boolean> {
  const inserted = await run(
    tx,
    sql`WITH inserted AS (
          INSERT INTO finding_acknowledgement (finding_id, disclosure_id, acknowledged_by, free_text_commitments)
          VALUES (${row.findingId}, ${row.disclosureId}, ${row.acknowledgedBy}, ${JSON.stringify(row.freeTextCommitments)}::jsonb)
          ON CONFLICT DO NOTHING
          RETURNING *
        ), leaf AS (${leavesOf(FINDING_ACKNOWLEDGEMENT_LEAF, raw("inserted"))})
        SELECT finding_id FROM inserted`,
  );
  return inserted.length === 1;
}

/** The acknowledgement of each finding that has one. One statement for any number of findings. */
export async function findAcknowledgements(
  db: EntityManager,
  findingIds: readonly string[],
): Promise<Map<string, AcknowledgementRow>> {
  const rows = await run<AcknowledgementRow>(
    db,
    sql`SELECT finding_id AS "findingId", acknowledged_at AS "acknowledgedAt", acknowledged_by AS "acknowledgedBy"
          FROM finding_acknowledgement WHERE finding_id = ANY (${findingIds}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.findingId, row]));
}
