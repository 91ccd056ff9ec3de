import { describe, expect, it } from "@jest/globals";
import pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { execute } from "../support/test-cluster.js";
import { clientOf, keysIn } from "./program.js";
import { settingsFor, withPrograms } from "./programs.js";

const STARTS = 6;
/** The advisory lock under which a database is migrated; no release may ever change it. */
const MIGRATION_LOCK = "7163452086634192";

describe("several programs started at once on one given database, which is empty", () => {
  const programs = withPrograms();

  it("all come up, on one data map with one administrator, whose key one of them shows and all accept", async () => {
    const database = await programs.database({ empty: true });
    const started = Array.from({ length: STARTS }, () => programs.start(settingsFor(database)));
    const ups = await Promise.all(started.map((program) => program.up()));
    const keys = started.flatMap((program) => keysIn(program.stdout + program.stderr));
    expect(keys).toHaveLength(1);
    expect(
      await execute(
        database.ownerUrl,
        `SELECT (SELECT count(*)::int FROM api_key) AS keys,
                (SELECT array_agg(number) FROM data_map_revision) AS revisions,
                (SELECT count(*) = count(DISTINCT name) FROM schema_migration) AS "migratedOnce"`,
      ),
    ).toEqual([{ keys: 1, revisions: [1], migratedOnce: true }]);

    const input = disclosureInput();
    const created = await Promise.all(
      ups.map(async (up) => {
        const api = clientOf(up, keys[0]!);
        return (await api.request<{ recordDisclosure: { created: boolean } }>(RECORD, { input }))
          .recordDisclosure.created;
      }),
    );
    expect(created.filter(Boolean)).toHaveLength(1);
    const ends = await Promise.all(started.map((program) => program.stop()));
    expect(ends).toEqual(Array.from({ length: STARTS }, () => ({ code: 0, signal: null })));
    expect(started.map(({ stderr }) => stderr).join("")).toBe("");
  });

  it("stops when it is asked to while it waits for another program's migration", async () => {
    const database = await programs.database({ empty: true });
    const other = new pg.Client({ connectionString: database.ownerUrl });
    await other.connect();
    try {
      await other.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
      const program = programs.start(settingsFor(database));
      const waits =
        "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name LIKE '%migration' AND datname = current_database()";
      while ((await other.query<{ count: number }>(waits)).rows[0]!.count === 0) await sleep(20);
      expect(await program.stop()).toEqual({ code: 0, signal: null });
      expect(program.stdout).toMatch(/\nStopped before it had started\.\n$/);
    } finally {
      await other.end();
    }
  });
});
