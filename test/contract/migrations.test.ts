import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { grants } from "../../migrations/grants.js";
import { migrations } from "../../migrations/index.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { ForwardOnlyMigration, type MigrationClass } from "../../src/platform/db/forward-only-migration.js";
import { migrate, pendingMigrations } from "../../src/platform/db/migrate.js";
import { projectRoot } from "../../src/platform/project-root.js";
import { readCommitted, updating, writeCommitted } from "../support/committed-file.js";
import { createTestDatabase, type TestDatabase } from "../support/test-database.js";

const REFRESH = "UPDATE_SNAPSHOTS=1 npm test -- test/contract/migrations.test.ts";

const names = migrations.map((Migration) => new Migration().name);

function migration(name: string, statements: string[], transaction?: boolean): MigrationClass {
  return class extends ForwardOnlyMigration {
    readonly name = name;
    readonly transaction = transaction;
    protected readonly statements = statements;
  };
}

describe("the list of migrations", () => {
  const files = readdirSync(join(projectRoot, "migrations"))
    .filter((file) => /^\d{4}-[a-z0-9-]+\.ts$/.test(file))
    .sort();

  it("is in the order of the files' numbers, which leave no gap, and of the names' timestamps", () => {
    expect(files.map((file) => Number(file.slice(0, 4)))).toEqual(files.map((_, index) => index + 1));
    const timestamps = names.map((name) => Number(/\d{13}$/.exec(name)?.[0]));
    expect(timestamps).toEqual([...timestamps].sort((a, b) => a - b));
    expect(new Set(timestamps).size).toBe(timestamps.length);
    const spelled = files.map((file) => file.slice(5, -3).replaceAll("-", ""));
    expect(names.map((name) => name.slice(0, -13).toLowerCase())).toEqual(spelled);
  });

  it(`holds only migrations that nobody has changed since they were merged (${REFRESH} adds new ones)`, () => {
    const hashes = Object.fromEntries(
      files.map((file) => {
        const text = readCommitted(`migrations/${file}`).replaceAll("\r\n", "\n");
        return [file, createHash("sha256").update(text).digest("hex")];
      }),
    );
    const known = JSON.parse(readCommitted("migrations/hashes.json") || "{}") as Record<string, string>;
    // UPDATE_SNAPSHOTS=1 writes down new files. Only REWRITE_MIGRATIONS=1, for one that no database has yet, forgets old content.
    const expected = updating
      ? { ...hashes, ...(process.env.REWRITE_MIGRATIONS === "1" ? {} : known) }
      : known;
    if (updating) writeCommitted("migrations/hashes.json", `${JSON.stringify(expected, null, 2)}\n`);
    expect(hashes).toEqual(expected);
  });
});

it("no migration can be undone", async () => {
  for (const Migration of migrations) await expect(new Migration().down()).rejects.toThrow("is forward only");
});

describe("migrate", () => {
  let database: TestDatabase;
  let owner: DataSource;
  const toCurrent = () =>
    migrate({ ownerUrl: database.ownerUrl, apiRole: database.apiRole, migrations, grants });
  const asOwnerOnly = (list: readonly MigrationClass[]) =>
    migrate({ ownerUrl: database.ownerUrl, apiRole: null, migrations: list, grants: [] });

  beforeEach(async () => {
    database = await createTestDatabase({ empty: true });
    owner = await createDataSource({ url: database.ownerUrl, entities: [] }).initialize();
  });
  afterEach(async () => {
    await owner.destroy();
    await database.drop();
  });

  it("applies everything to an empty database, and nothing the second time", async () => {
    expect(await pendingMigrations(owner, migrations)).toEqual(names);
    expect(await toCurrent()).toEqual({ applied: names });
    expect(await pendingMigrations(owner, migrations)).toEqual([]);
    expect(await toCurrent()).toEqual({ applied: [] });
  });

  it("applies each migration once when six programs start at once", async () => {
    const results = await Promise.all(Array.from({ length: 6 }, toCurrent));
    expect(results.flatMap((result) => result.applied)).toEqual(names);
    expect(await owner.query("SELECT name FROM schema_migration ORDER BY id")).toEqual(
      names.map((name) => ({ name })),
    );
  });

  it("builds an index concurrently while others wait for their turn", async () => {
    const list = [
      migration("Sample1000000000001", [
        "CREATE TABLE sample (id int)",
        "INSERT INTO sample SELECT generate_series(1, 200000)",
      ]),
      migration("Sample1000000000002", ["CREATE INDEX CONCURRENTLY sample_by_id ON sample (id)"], false),
    ];
    const results = await Promise.all(Array.from({ length: 6 }, () => asOwnerOnly(list)));
    expect(results.flatMap((result) => result.applied)).toEqual([
      "Sample1000000000001",
      "Sample1000000000002",
    ]);
    expect(
      await owner.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'sample_by_id'::regclass"),
    ).toEqual([{ indisvalid: true }]);
  });

  it("keeps what came before a migration that fails, nothing of that one, and goes on from there", async () => {
    const first = migration("First1000000000001", ["CREATE TABLE first_table (id int)"]);
    const broken = migration("Second1000000000002", ["CREATE TABLE second_table (id int)", "SELECT 1 / 0"]);
    await expect(asOwnerOnly([first, broken])).rejects.toThrow("division by zero");
    expect(
      await owner.query("SELECT to_regclass('first_table') AS a, to_regclass('second_table') AS b"),
    ).toEqual([{ a: "first_table", b: null }]);
    const mended = migration("Second1000000000002", ["CREATE TABLE second_table (id int)"]);
    expect(await pendingMigrations(owner, [first, mended])).toEqual(["Second1000000000002"]);
    expect(await asOwnerOnly([first, mended])).toEqual({ applied: ["Second1000000000002"] });
  });

  it("leaves a database alone that is ahead of the program, and names what it does not know", async () => {
    const newer = migration("Newer9000000000001", ["CREATE TABLE newer (id int)"]);
    await asOwnerOnly([newer]);
    await expect(pendingMigrations(owner, migrations)).rejects.toThrow(
      "ahead of this program: it has Newer9000000000001",
    );
    await expect(toCurrent()).rejects.toThrow("ahead of this program: it has Newer9000000000001");
  });
});
