import sql, { empty, join, raw, Sql } from "sql-template-tag";
import type { EntityManager } from "typeorm";
import { rowScope } from "./row-scope.js";
import { inTransaction, type Tx } from "./transaction.js";

export { empty, join, raw, sql, Sql };

/**
 * Runs one parameterised statement and answers its rows. Within a row scope (`row-scope.ts`) one that is in no transaction gets one.
 *
 * TypeORM answers `[rows, count]` for UPDATE and DELETE and plain rows for everything else; callers see rows only.
 */
export async function run<Row>(db: EntityManager, statement: Sql): Promise<Row[]> {
  return rowsOf(await send(db, statement.text, statement.values));
}

/**
 * The same for a statement whose planning takes longer than its work: each connection keeps it prepared under `name`, which must
 * always mean the same text, and PostgreSQL soon plans it for all values at once.
 */
export async function runPrepared<Row>(db: EntityManager, name: string, statement: Sql): Promise<Row[]> {
  // One plan a role: a statement that another role prepared is planned anew each time the role changes.
  const own = rowScope() ? `${name}, scoped` : name;
  // TypeORM hands on to the driver what it is given, and the driver takes a named statement wherever it takes a text.
  const named = { name: own, text: statement.text } as unknown as string;
  return rowsOf(await send(db, named, statement.values));
}

function send(db: EntityManager, statement: string, values: unknown[]): Promise<unknown> {
  const isAlone = db.queryRunner === undefined && rowScope() !== null;
  return isAlone
    ? inTransaction(db.dataSource, (tx) => tx.query(statement, values))
    : db.query(statement, values);
}

function rowsOf<Row>(answer: unknown): Row[] {
  if (Array.isArray(answer) && answer.length === 2 && Array.isArray(answer[0])) return answer[0] as Row[];
  return answer as Row[];
}

/** Runs one parameterised statement that changes rows, in a transaction; answers how many. */
export async function execute(tx: Tx, statement: Sql): Promise<number> {
  const answer = await tx.queryRunner!.query(statement.text, statement.values, true);
  return answer.affected ?? 0;
}
