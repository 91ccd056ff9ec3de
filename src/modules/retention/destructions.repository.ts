import type { EntityManager } from "typeorm";
import { countRows, Keyset, type RowPage } from "../../platform/db/keyset.js";
import { run, sql, type Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import type { PageRequest } from "../../platform/graphql/connection.js";
import { isUuid } from "../../platform/ids.js";
import type { DestructionRow } from "./destruction-row.js";

const SELECT_DESTRUCTION = sql`
  SELECT d.id, d.recorded_at AS "recordedAt", d.recorded_by AS "recordedBy", d.retention_rule AS "retentionRule",
         d.category, d.as_of::text AS "asOf", d.method, d.data_store AS "dataStore", d.subject_list AS "subjectList",
         d.subject_count AS "subjectCount", d.not_due_count AS "notDueCount", d.held_count AS "heldCount", d.revision,
         d.kept_for_other_purposes AS "keptForOtherPurposes", d.free_text_commitments AS "freeTextCommitments"
    FROM destruction d`;

/** An id begins with its moment. */
const NEWEST_FIRST = new Keyset<DestructionRow>("destructions", [
  { expression: "d.id", type: "uuid", value: ({ id }) => id, isValid: isUuid },
]);

/** Which destructions a list shows. */
export interface DestructionConditions {
  readonly retentionRule?: string;
  readonly category?: string;
  readonly dataStore?: string;
}

/** Answers what its leaf is salted with; null while the ledger is off. */
export async function insertDestruction(tx: Tx, row: DestructionRow): Promise<Buffer | null> {
  const [inserted] = await run<{ ledgerSalt: Buffer | null }>(
    tx,
    sql`INSERT INTO destruction (id, recorded_at, recorded_by, retention_rule, category, as_of, method, data_store,
                                 subject_list, subject_count, not_due_count, held_count, revision,
                                 kept_for_other_purposes, free_text_commitments)
        VALUES (${row.id}, ${row.recordedAt}, ${row.recordedBy}, ${row.retentionRule}, ${row.category}, ${row.asOf}::date,
                ${row.method}, ${row.dataStore}, ${row.subjectList}, ${row.subjectCount}, ${row.notDueCount},
                ${row.heldCount}, ${row.revision}, ${row.keptForOtherPurposes}::text[],
                ${JSON.stringify(row.freeTextCommitments)}::jsonb)
        RETURNING (SELECT salt FROM ledger_log WHERE is_on) AS "ledgerSalt"`,
  );
  return inserted!.ledgerSalt;
}

export async function findDestructionsById(
  db: EntityManager,
  ids: readonly string[],
): Promise<Map<string, DestructionRow>> {
  const rows = await run<DestructionRow>(db, sql`${SELECT_DESTRUCTION} WHERE d.id = ANY (${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

export function listDestructions(
  db: EntityManager,
  conditions: DestructionConditions,
  request: PageRequest,
): Promise<RowPage<DestructionRow>> {
  return NEWEST_FIRST.page(db, SELECT_DESTRUCTION, clausesOf(conditions), request);
}

export function countDestructions(db: EntityManager, conditions: DestructionConditions): Promise<number> {
  return countRows(db, sql`destruction d`, clausesOf(conditions));
}

/** The categories of which anything was ever destroyed. */
export async function findDestroyedCategories(db: EntityManager): Promise<string[]> {
  const rows = await run<{ category: string }>(db, sql`SELECT DISTINCT category FROM destruction`);
  return rows.map(({ category }) => category);
}

/** Lets destructions be recorded one after the other, so that the second does not count users whom the first destroyed. */
export async function lockDestructions(tx: Tx): Promise<void> {
  await run(tx, sql`SELECT pg_advisory_xact_lock(${LOCK}::int, 0)`);
}

/** Tells the advisory lock of this module from others. */
const LOCK = 0x64657374;

function clausesOf({ retentionRule, category, dataStore }: DestructionConditions): Sql[] {
  return [
    ...(retentionRule !== undefined ? [sql`d.retention_rule = ${retentionRule}`] : []),
    ...(category !== undefined ? [sql`d.category = ${category}`] : []),
    ...(dataStore !== undefined ? [sql`d.data_store = ${dataStore}`] : []),
  ];
}
