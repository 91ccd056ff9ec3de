import type { EntityManager } from "typeorm";
import { asEraser } from "../db/eraser.js";
import { run, runPrepared, sql, type Sql } from "../db/sql.js";
import type { Tx } from "../db/transaction.js";
import type { FreeTextRow } from "./free-text.js";

/** Free text by fact, then by field. */
export type FreeTexts = Map<string, Record<string, string>>;

export async function insertFreeTexts(tx: Tx, rows: readonly FreeTextRow[]): Promise<void> {
  if (rows.length === 0) return;
  await runPrepared(
    tx,
    "insert free texts",
    sql`INSERT INTO free_text (fact_id, field, body, salt)
        SELECT fact_id, field, body, salt
          FROM unnest(${rows.map((row) => row.factId)}::uuid[], ${rows.map((row) => row.field)}::text[],
                      ${rows.map((row) => row.body)}::text[], ${rows.map((row) => row.salt)}::bytea[])
            AS given (fact_id, field, body, salt)`,
  );
}

export async function findFreeTexts(db: EntityManager, factIds: readonly string[]): Promise<FreeTexts> {
  const rows = await run<{ factId: string; texts: Record<string, string> }>(
    db,
    sql`SELECT fact_id AS "factId", jsonb_object_agg(field, body) AS texts
          FROM free_text WHERE fact_id = ANY (${factIds}::uuid[]) GROUP BY fact_id`,
  );
  return new Map(rows.map((row) => [row.factId, row.texts]));
}

/** Deletes all texts of the facts whose ids `facts` answers; with a reference those alone that mention it, in whatever case. */
export async function deleteFreeTexts(tx: Tx, facts: Sql, mentioning?: string): Promise<void> {
  const which = mentioning === undefined ? sql`true` : mentions(mentioning);
  await asEraser(tx, () =>
    run(tx, sql`DELETE FROM free_text WHERE fact_id = ANY (ARRAY(${facts})) AND ${which}`),
  );
}

/** That a text names a reference, alone or within a longer word: rather one text too many goes than one too few. */
function mentions(reference: string): Sql {
  return sql`strpos(lower(normalize(body)), lower(normalize(${reference}::text))) > 0`;
}
