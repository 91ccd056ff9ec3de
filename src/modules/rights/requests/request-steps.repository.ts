import type { EntityManager } from "typeorm";
import { raw, run, sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";
import { leavesOf } from "../../ledger/index.js";
import type { NewStepRow, StepRow } from "./rights-request-row.js";
import { RIGHTS_REQUEST_STEP_LEAF } from "./rights-request.leaf.js";

/**
 * Records steps, each as the next one of its request, whose standing is locked: at most one a request. Leaves are made of what was
 * given: of the steps that there are, a partner who reports the last notification may read the numbers alone.
 */
export async function insertSteps(tx: Tx, steps: readonly NewStepRow[]): Promise<void> {
  await run(
    tx,
    sql`WITH numbered AS (
          SELECT request_id, (SELECT coalesce(max(number), 0) + 1 FROM rights_request_step s WHERE s.request_id = taken.request_id) AS number,
                 id, recorded_at, recorded_by, step, detail, free_text_commitments
            FROM unnest(${steps.map(({ requestId }) => requestId)}::uuid[], ${steps.map(({ id }) => id)}::uuid[],
                        ${steps.map(({ recordedAt }) => recordedAt)}::timestamptz[],
                        ${steps.map(({ recordedBy }) => recordedBy)}::text[], ${steps.map(({ step }) => step)}::text[],
                        ${steps.map(({ detail }) => JSON.stringify(detail))}::jsonb[],
                        ${steps.map((step) => JSON.stringify(step.freeTextCommitments))}::jsonb[])
              AS taken (request_id, id, recorded_at, recorded_by, step, detail, free_text_commitments)
        ), inserted AS (
          INSERT INTO rights_request_step (request_id, number, id, recorded_at, recorded_by, step, detail, free_text_commitments)
          SELECT * FROM numbered
        )
        ${leavesOf(RIGHTS_REQUEST_STEP_LEAF, raw("numbered"))}`,
  );
}

/** The steps of each request, in the order in which they were taken. */
export async function findStepsOf(
  db: EntityManager,
  requestIds: readonly string[],
): Promise<Map<string, StepRow[]>> {
  const rows = await run<StepRow>(
    db,
    sql`SELECT request_id AS "requestId", number, id, recorded_at AS "recordedAt", recorded_by AS "recordedBy", step, detail,
               free_text_commitments AS "freeTextCommitments"
          FROM rights_request_step
         WHERE request_id = ANY (${requestIds}::uuid[])
         ORDER BY request_id, number`,
  );
  const grouped = new Map<string, StepRow[]>();
  for (const row of rows) {
    const known = grouped.get(row.requestId);
    if (known) known.push(row);
    else grouped.set(row.requestId, [row]);
  }
  return grouped;
}
