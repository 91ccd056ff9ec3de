import type { DataSource } from "typeorm";
import { leaves } from "../../src/leaves.js";
import { eventExpression, type LeafKind } from "../../src/modules/ledger/index.js";
import { join, raw, run, sql, type Sql } from "../../src/platform/db/sql.js";

/** Of one kind: rows of its table, those of them without a leaf, and leaves, pending or in their places. */
interface CountOfLeaves {
  readonly kind: string;
  readonly rows: number;
  readonly without: number;
  readonly leaves: number;
}

/** The kinds of which not every row has exactly one leaf; one statement. */
export function findKindsAmiss(owner: DataSource): Promise<CountOfLeaves[]> {
  const counts = join(leaves.map(countOf), " UNION ALL ");
  return run<CountOfLeaves>(
    owner.manager,
    sql`WITH known AS MATERIALIZED (SELECT kind, event FROM ledger_pending UNION ALL SELECT kind, event FROM ledger_leaf)
        SELECT * FROM (${counts}) AS counted WHERE without > 0 OR rows <> leaves`,
  );
}

function countOf(kind: LeafKind): Sql {
  const { table } = kind;
  const event = eventExpression(kind, "r");
  return raw(`SELECT '${table}' AS kind, count(*)::int AS rows,
      (count(*) FILTER (WHERE ${event} NOT IN (SELECT event FROM known WHERE kind = '${table}')))::int AS without,
      (SELECT count(*) FROM known WHERE kind = '${table}')::int AS leaves FROM ${table} AS r`);
}
