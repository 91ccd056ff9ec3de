import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";

/** Until so many sessions of the API's role wait for a lock; ask as that role, because others are not shown what it waits for. */
export async function untilWaiting(api: DataSource, sessions: number): Promise<void> {
  for (let waiting = 0; waiting < sessions; await sleep(20)) {
    const [row] = await api.query<{ waiting: number }[]>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    waiting = row?.waiting ?? 0;
  }
}
