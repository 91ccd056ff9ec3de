import type { EntityManager } from "typeorm";
import type { LeafKind, LeafUsers } from "../../modules/ledger/core/leaf-kind.js";
import { eventExpression } from "../../modules/ledger/leaf-sql.js";
import { join, raw, run, sql } from "../../platform/db/sql.js";

/**
 * What is in the database and belongs to nothing. Each is one statement over whole tables, which PostgreSQL joins by hashing or merging
 * them, on disk where they are large; each sees one moment, so that what is being recorded meanwhile is never taken for a stray.
 */

/** Keeps PostgreSQL from looking for the first one row by row: there is usually none. */
const FENCE = raw("OFFSET 0");

/** The key of a row that has neither a leaf nor a pending one; null where every row has. */
export async function findRowWithoutLeaf(db: EntityManager, kind: LeafKind): Promise<string | null> {
  const event = raw(eventExpression(kind, "r"));
  const key = raw(kind.key.map((column) => `r.${column}`).join(", "));
  const [row] = await run<{ key: string }>(
    db,
    sql`SELECT concat_ws('/', ${key}) AS key FROM (
          SELECT * FROM ${raw(kind.table)} AS r
           WHERE NOT EXISTS (SELECT FROM ledger_leaf AS l WHERE l.event = ${event} AND l.kind = ${kind.table})
             AND NOT EXISTS (SELECT FROM ledger_pending AS p WHERE p.event = ${event} AND p.kind = ${kind.table})
          ${FENCE}) AS r ORDER BY ${key} LIMIT 1`,
  );
  return row?.key ?? null;
}

/** The rows of each kind, and its leaves, pending or not, at one moment. */
export async function countRowsAndLeaves(
  db: EntityManager,
  kinds: readonly LeafKind[],
): Promise<{ readonly kind: string; readonly rows: number; readonly leaves: number }[]> {
  const rows = join(
    kinds.map(({ table }) => sql`SELECT ${table}::text AS kind, count(*) AS rows FROM ${raw(table)}`),
    " UNION ALL ",
  );
  const counts = await run<{ kind: string; rows: string; leaves: string }>(
    db,
    sql`SELECT facts.kind, facts.rows, coalesce(l.leaves, 0) + coalesce(p.leaves, 0) AS leaves
          FROM (${rows}) AS facts
          LEFT JOIN (SELECT kind, count(*) AS leaves FROM ledger_leaf GROUP BY kind) AS l USING (kind)
          LEFT JOIN (SELECT kind, count(*) AS leaves FROM ledger_pending GROUP BY kind) AS p USING (kind)
         ORDER BY facts.kind`,
  );
  return counts.map(({ kind, rows, leaves }) => ({ kind, rows: Number(rows), leaves: Number(leaves) }));
}

/** An owner that rows of a set table name and that is not there; null where there is none. */
export async function findSetWithoutOwner(
  db: EntityManager,
  kind: LeafKind,
  { table, owner, names }: LeafUsers,
): Promise<string | null> {
  const [row] = await run<{ owner: string }>(
    db,
    sql`SELECT owner FROM (
          SELECT s.${raw(owner)} AS owner FROM ${raw(table)} AS s
           WHERE NOT EXISTS (SELECT FROM ${raw(kind.table)} AS r WHERE r.${raw(names)} = s.${raw(owner)})
          ${FENCE}) AS s ORDER BY owner LIMIT 1`,
  );
  return row?.owner ?? null;
}

/** How many free texts there are, and the first that no fact has committed to as it stands. */
export async function checkFreeTexts(
  db: EntityManager,
  kinds: readonly LeafKind[],
): Promise<{
  readonly count: number;
  readonly wrong: { readonly fact: string; readonly field: string } | null;
}> {
  const facts = join(
    kinds.map(
      ({ table, key, columns }) =>
        sql`SELECT ${raw("id" in columns ? "id" : key[0]!)} AS id, free_text_commitments AS commitments
              FROM ${raw(table)} WHERE free_text_commitments <> '{}'`,
    ),
    " UNION ALL ",
  );
  const [row] = await run<{ count: string; wrong: { fact: string; field: string } | null }>(
    db,
    sql`WITH wrong AS (
          SELECT t.fact_id, t.field FROM free_text AS t
           WHERE NOT EXISTS (SELECT FROM (${facts}) AS f WHERE f.id = t.fact_id AND f.commitments ->> t.field =
                   encode(sha256(t.salt || convert_to(t.field, 'UTF8') || '\\x00'::bytea || convert_to(t.body, 'UTF8')), 'hex'))
           ORDER BY t.fact_id, t.field LIMIT 1)
        SELECT (SELECT count(*) FROM free_text) AS count,
               (SELECT jsonb_build_object('fact', fact_id, 'field', field) FROM wrong) AS wrong`,
  );
  return { count: Number(row!.count), wrong: row!.wrong };
}
