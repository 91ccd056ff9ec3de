import type { EntityManager } from "typeorm";
import { raw, run, sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";
import { leavesOf } from "../../ledger/index.js";
import type { CategoryOutcome } from "../core/erasure-outcome.js";
import { ERASURE_OUTCOME_LEAF } from "./erasure-outcome.leaf.js";

/** An outcome as it is recorded, with the revision of the data map that has its rules. */
export type OutcomeRow = CategoryOutcome & { readonly requestId: string; readonly revision: number };

export async function insertOutcomes(
  tx: Tx,
  requestId: string,
  revision: number,
  outcomes: readonly CategoryOutcome[],
): Promise<void> {
  await run(
    tx,
    sql`WITH inserted AS (
          INSERT INTO erasure_outcome (request_id, category, fate, kept_until, revision, rules)
          SELECT ${requestId}::uuid, category, fate, "keptUntil", ${revision}::int, rules
            FROM jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb)
              AS given (category text, fate text, "keptUntil" date, rules text[])
          RETURNING *
        )
        ${leavesOf(ERASURE_OUTCOME_LEAF, raw("inserted"))}`,
  );
}

/** What became of each category, request by request; in the order of the categories' keys. One statement for any number of requests. */
export function findOutcomes(db: EntityManager, requestIds: readonly string[]): Promise<OutcomeRow[]> {
  return run<OutcomeRow>(
    db,
    sql`SELECT request_id AS "requestId", category, fate, kept_until::text AS "keptUntil", revision, rules
          FROM erasure_outcome WHERE request_id = ANY (${requestIds}::uuid[]) ORDER BY request_id, category`,
  );
}
