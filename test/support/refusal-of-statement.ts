import type { DataSource, QueryRunner } from "typeorm";

export const INSUFFICIENT_PRIVILEGE = "42501";
/** What is answered where a statement is not refused. */
export const NONE = "none";

/** The SQLSTATE a statement is refused with; whatever it did is undone. */
export async function refusalOf(dataSource: DataSource, statement: string): Promise<string> {
  const runner: QueryRunner = dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    await runner.query(statement);
    return NONE;
  } catch (error) {
    return (error as { driverError: { code: string } }).driverError.code;
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}
