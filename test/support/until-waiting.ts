import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import type { LentServer } from "./test-server.js";

/** Until so many sessions of the API's role wait for a lock; ask as that role, because others are not shown what it waits for. */
export async function untilWaiting(api: DataSource, sessions: number): Promise<void> {
  while ((await waiting(api)) < sessions) await sleep(20);
}

/** How many sessions wait for a lock where three ask at once for what needs a table that is locked meanwhile. */
export async function waitingAtOnce(
  { database, admin }: LentServer,
  table: string,
  ask: () => Promise<unknown>,
): Promise<number> {
  const locking = database.owner.createQueryRunner();
  await locking.startTransaction();
  await locking.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  const asked = Promise.all([ask(), ask(), ask()]);
  await untilWaiting(database.api, 1);
  // Whoever does not wait for a turn has come to the table by the time others were answered so often.
  for (let times = 0; times < 20; times += 1) await admin.request("{ viewer { name } }");
  const sessions = await waiting(database.api);
  await locking.rollbackTransaction();
  await locking.release();
  await asked;
  return sessions;
}

async function waiting(api: DataSource): Promise<number> {
  const [row] = await api.query<{ waiting: number }[]>(
    `SELECT count(*)::int AS waiting FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return row?.waiting ?? 0;
}
