import type { EntityManager } from "typeorm";
import { asEraser } from "../../../platform/db/eraser.js";
import { execute, run, sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";
import type { SubjectNumber } from "../../subjects/index.js";

export interface PendingErasure {
  readonly number: SubjectNumber;
  /** Whose it is, encrypted. */
  readonly sealed: Buffer;
}

/** Leaves word that something may be under way that still knows the user by number. */
export async function insertPendingErasure(tx: Tx, number: SubjectNumber, sealed: Buffer): Promise<void> {
  await asEraser(tx, () =>
    run(tx, sql`INSERT INTO erasure_pending (subject_number, sealed) VALUES (${number}, ${sealed})`),
  );
}

/**
 * Gives those without one a horizon: the number of this very transaction, in which nothing may be written before. Who looked the user up
 * before the erasure was committed had a number before that, so that it is the lower one.
 */
export async function giveHorizons(tx: Tx): Promise<void> {
  await asEraser(tx, () =>
    execute(
      tx,
      sql`UPDATE erasure_pending SET horizon = pg_current_xact_id()::text::bigint WHERE horizon IS NULL`,
    ),
  );
}

/** At most `limit` erasures for which every transaction has ended that may have missed them. What those committed, the next statement sees. */
export async function findSettled(db: EntityManager, limit: number): Promise<PendingErasure[]> {
  const rows = await run<{ number: string; sealed: Buffer }>(
    db,
    sql`SELECT subject_number AS number, sealed FROM erasure_pending
         WHERE horizon <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint
         ORDER BY subject_number LIMIT ${limit}`,
  );
  return rows.map(({ number, sealed }) => ({ number: Number(number) as SubjectNumber, sealed }));
}

/** False where somebody else has seen it through. */
export async function deletePendingErasure(tx: Tx, number: SubjectNumber): Promise<boolean> {
  const deleted = await asEraser(tx, () =>
    execute(tx, sql`DELETE FROM erasure_pending WHERE subject_number = ${number}`),
  );
  return deleted > 0;
}
