import type { EntityManager } from "typeorm";
import { run, sql } from "../../platform/db/sql.js";

/** The latest use stands, whichever process tells it first. In the order of the ids, so that processes wait for each other in one order. */
export async function upsertKeyUses(db: EntityManager, uses: ReadonlyMap<string, Date>): Promise<void> {
  const sorted = [...uses].sort(([one], [other]) => (one < other ? -1 : 1));
  const ids = sorted.map(([id]) => id);
  const moments = sorted.map(([, moment]) => moment);
  await run(
    db,
    sql`
      INSERT INTO api_key_use AS known (api_key_id, last_used_at)
      SELECT id, used_at FROM unnest(${ids}::text[], ${moments}::timestamptz[]) AS used (id, used_at)
      ON CONFLICT (api_key_id) DO UPDATE SET last_used_at = excluded.last_used_at
       WHERE known.last_used_at < excluded.last_used_at`,
  );
}
