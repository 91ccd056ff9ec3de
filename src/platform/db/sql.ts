import sql, { empty, join, raw, Sql } from "sql-template-tag";
import type { EntityManager } from "typeorm";
import type { Tx } from "./transaction.js";

export { empty, join, raw, sql, Sql };

/**
 * Runs one parameterised statement and answers its rows.
 *
 * TypeORM answers `[rows, count]` for UPDATE and DELETE and plain rows for everything else; callers see rows only.
 */
export async function run<Row>(db: EntityManager, statement: Sql): Promise<Row[]> {
  const answer: unknown = await db.query(statement.text, statement.values);
  if (Array.isArray(answer) && answer.length === 2 && Array.isArray(answer[0])) return answer[0] as Row[];
  return answer as Row[];
}

/** Runs one parameterised statement that changes rows, in a transaction; answers how many. */
export async function execute(tx: Tx, statement: Sql): Promise<number> {
  const answer = await tx.queryRunner!.query(statement.text, statement.values, true);
  return answer.affected ?? 0;
}
