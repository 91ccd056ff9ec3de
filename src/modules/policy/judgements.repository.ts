import type { EntityManager } from "typeorm";
import { raw, run, runPrepared, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { leavesOf, type RootOfUsers } from "../ledger/index.js";
import type { SupersedingCause } from "./core/judgement-vocabulary.js";
import type { JudgementRow, NewJudgement } from "./finding-row.js";
import { FINDING_LEAF } from "./finding.leaf.js";
import { JUDGEMENT_LEAF, JUDGEMENT_SUPERSEDED_LEAF } from "./judgement.leaf.js";
import { isStanding } from "./standing-findings.js";

/** Property, column and type of what is written of a finding. */
const FINDING_COLUMNS = [
  ["id", "id", "uuid"],
  ["disclosureId", "disclosure_id", "uuid"],
  ["judgementId", "judgement_id", "uuid"],
  ["occurredAt", "occurred_at", "timestamptz"],
  ["recipient", "recipient", "text"],
  ["purpose", "purpose", "text"],
  ["code", "code", "text"],
  ["kind", "kind", "text"],
  ["subjectCount", "subject_count", "integer"],
  ["concernsAll", "concerns_all", "boolean"],
  ["detail", "detail", "jsonb"],
] as const;
const TARGETS = raw(FINDING_COLUMNS.map(([, column]) => column).join(", "));
const SOURCES = raw(FINDING_COLUMNS.map(([property]) => `given."${property}"`).join(", "));
const RECORDSET = raw(FINDING_COLUMNS.map(([property, , type]) => `"${property}" ${type}`).join(", "));

/**
 * Records judgements with their findings, without the findings' users, of whom the roots are those for the ledger. One prepared
 * statement for any number.
 */
export async function insertJudgements(
  tx: Tx,
  judgements: readonly NewJudgement[],
  roots: readonly RootOfUsers[],
): Promise<void> {
  const findings = judgements.flatMap(({ id: judgementId, disclosureId, findings: found }) =>
    found.map(({ members: _, ...finding }) => ({ ...finding, disclosureId, judgementId })),
  );
  await runPrepared(
    tx,
    "insert judgements",
    sql`WITH judged AS (
          INSERT INTO judgement (disclosure_id, id, revision, cause, cause_id)
          SELECT * FROM unnest(${judgements.map(({ disclosureId }) => disclosureId)}::uuid[],
                               ${judgements.map(({ id }) => id)}::uuid[],
                               ${judgements.map(({ revision }) => revision)}::int[],
                               ${judgements.map(({ cause }) => cause)}::text[],
                               ${judgements.map(({ causeId }) => causeId)}::uuid[])
          RETURNING *
        ), found AS (
          INSERT INTO finding (${TARGETS})
          SELECT ${SOURCES} FROM jsonb_to_recordset(${JSON.stringify(findings)}::jsonb) AS given (${RECORDSET})
          RETURNING *
        ), leaves AS (${leavesOf(JUDGEMENT_LEAF, raw("judged"))})
        ${leavesOf(FINDING_LEAF, raw("found"), roots)}`,
  );
}

/**
 * Waits until nobody else judges the disclosure again or amends it, and keeps others waiting until the transaction ends. A judgement
 * that another transaction has not committed yet cannot be seen, so without this one could be left standing beside another.
 */
export async function lockJudgements(tx: Tx, disclosureId: string): Promise<void> {
  await run(
    tx,
    sql`SELECT pg_advisory_xact_lock(hashtextextended('judgements of ' || ${disclosureId}::text, 0))`,
  );
}

/** What takes the place of a disclosure's standing judgement: a later judgement, or an amendment. */
export interface Superseding {
  readonly disclosureId: string;
  readonly by: string;
}

/** Lets the standing judgement of each disclosure give way, if there is one. Needs `lockJudgements`. */
export async function supersedeJudgements(
  tx: Tx,
  cause: SupersedingCause,
  superseding: readonly Superseding[],
): Promise<void> {
  await run(
    tx,
    sql`WITH inserted AS (
          INSERT INTO judgement_superseded (disclosure_id, judgement_id, cause, superseded_by)
          SELECT j.disclosure_id, j.id, ${cause}::text, given.by
            FROM unnest(${superseding.map(({ disclosureId }) => disclosureId)}::uuid[],
                        ${superseding.map(({ by }) => by)}::uuid[]) AS given (disclosure_id, by)
            JOIN judgement j ON j.disclosure_id = given.disclosure_id
           WHERE j.id <> given.by AND ${isStanding(raw("j.disclosure_id"), raw("j.id"))}
          RETURNING *
        )
        ${leavesOf(JUDGEMENT_SUPERSEDED_LEAF, raw("inserted"))}`,
  );
}

/** All judgements of each disclosure, the latest first. One statement for any number of disclosures. */
export async function findJudgementsOf(
  db: EntityManager,
  disclosureIds: readonly string[],
): Promise<Map<string, JudgementRow[]>> {
  const rows = await run<JudgementRow>(
    db,
    sql`SELECT j.disclosure_id AS "disclosureId", j.id, j.judged_at AS "judgedAt", j.revision, j.cause, j.cause_id AS "causeId",
               CASE WHEN s.cause IS NOT NULL
                    THEN jsonb_build_object('cause', s.cause, 'id', s.superseded_by) END AS "supersededBy"
          FROM judgement j
          LEFT JOIN judgement_superseded s ON s.disclosure_id = j.disclosure_id AND s.judgement_id = j.id
         WHERE j.disclosure_id = ANY (${disclosureIds}::uuid[])
         ORDER BY j.judged_at DESC, j.id DESC`,
  );
  const judgements = new Map<string, JudgementRow[]>();
  for (const row of rows) {
    const known = judgements.get(row.disclosureId);
    if (known) known.push(row);
    else judgements.set(row.disclosureId, [row]);
  }
  return judgements;
}
