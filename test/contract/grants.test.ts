import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { grants } from "../../migrations/grants.js";
import { migrations } from "../../migrations/index.js";
import { entities } from "../../src/entities.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { ForwardOnlyMigration } from "../../src/platform/db/forward-only-migration.js";
import { factTables, guardedFromApi, type Grant, type TableGrant } from "../../src/platform/db/grant-list.js";
import { migrate, pendingMigrations } from "../../src/platform/db/migrate.js";
import { findRoleProblems } from "../../src/platform/db/role-check.js";
import { eraserRoleOf, readerRoleOf } from "../../src/platform/db/role-names.js";
import { INSUFFICIENT_PRIVILEGE, NONE, refusalOf } from "../support/refusal-of-statement.js";
import { roleOf, testCluster, withDatabase } from "../support/test-cluster.js";
import { createTestDatabase, withTestDatabase, type TestDatabase } from "../support/test-database.js";

/** Tries every way of changing a table, and answers those that were not refused for want of the privilege. */
async function changesAllowed(dataSource: DataSource, table: string): Promise<string[]> {
  const { columns } = dataSource.getMetadata(table);
  const attempts = [
    ...columns.map((column) => `UPDATE ${table} SET ${column.databaseName} = NULL`),
    `DELETE FROM ${table}`,
    `TRUNCATE ${table}`,
    `ALTER TABLE ${table} ADD COLUMN extra int`,
    `DROP TABLE ${table}`,
  ];
  const allowed: string[] = [];
  for (const attempt of attempts) {
    if ((await refusalOf(dataSource, attempt)) !== INSUFFICIENT_PRIVILEGE) allowed.push(attempt);
  }
  return allowed;
}

describe("the API's role", () => {
  const database = withTestDatabase();

  it("can insert into and read every fact, and cannot update, delete, truncate, alter or drop any", async () => {
    expect(factTables(grants)).not.toEqual([]);
    for (const table of factTables(grants)) {
      expect({ table, allowed: await changesAllowed(database.api, table) }).toEqual({ table, allowed: [] });
      // A row of nothing is refused for its missing values, which comes after privileges are looked at.
      expect(await refusalOf(database.api, `INSERT INTO ${table} DEFAULT VALUES`)).not.toBe(
        INSUFFICIENT_PRIVILEGE,
      );
      expect(await refusalOf(database.api, `SELECT * FROM ${table}`)).toBe(NONE);
    }
  });

  it("owns nothing, makes nothing, and has no other way to change a fact", async () => {
    expect(await findRoleProblems(database.api, guardedFromApi(grants))).toEqual([]);
    expect(await refusalOf(database.api, "CREATE TABLE sample (id int)")).toBe(INSUFFICIENT_PRIVILEGE);
  });

  it("can see that the schema is current, and cannot say that it is", async () => {
    expect(await pendingMigrations(database.api, migrations)).toEqual([]);
    expect(
      await refusalOf(database.api, "INSERT INTO schema_migration (timestamp, name) VALUES (1, 'x')"),
    ).toBe(INSUFFICIENT_PRIVILEGE);
  });

  it("is not the owner's, whom the check reports", async () => {
    expect(await findRoleProblems(database.owner, guardedFromApi(grants))).not.toEqual([]);
  });
});

describe("the eraser's role", () => {
  const database = withTestDatabase();
  const persons = grants.filter((grant) => grant.kind === "person");

  const asEraser = async <Result>(work: (session: DataSource) => Promise<Result>): Promise<Result> => {
    const session = await createDataSource({ url: database.apiUrl, entities, poolSize: 1 }).initialize();
    try {
      await session.query(`SET ROLE "${eraserRoleOf(roleOf(database.apiUrl))}"`);
      return await work(session);
    } finally {
      await session.destroy();
    }
  };

  it("alone changes and takes out what holds persons", async () => {
    expect(persons.length).toBeGreaterThan(0);
    for (const { table } of persons) {
      expect({ table, allowed: await changesAllowed(database.api, table) }).toEqual({ table, allowed: [] });
    }
    await asEraser(async (session) => {
      for (const { table } of persons) expect(await refusalOf(session, `DELETE FROM ${table}`)).toBe(NONE);
    });
    expect(await refusalOf(database.api, "SELECT blind_agreements(1)")).toBe(INSUFFICIENT_PRIVILEGE);
  });

  it("changes, adds and takes out nothing else", async () => {
    await asEraser(async (session) => {
      for (const grant of grants) {
        if (grant.kind === "function" || grant.kind === "person") continue;
        const { table } = grant;
        expect({ table, allowed: await changesAllowed(session, table) }).toEqual({ table, allowed: [] });
        expect(await refusalOf(session, `INSERT INTO ${table} DEFAULT VALUES`)).toBe(INSUFFICIENT_PRIVILEGE);
      }
    });
  });
});

describe("the reader's role", () => {
  const database = withTestDatabase();

  it("reads facts and what follows from them, writes nothing, and sees nothing that a person is known by", async () => {
    const name = new URL(database.ownerUrl).pathname.slice(1);
    const session = await createDataSource({
      url: withDatabase(testCluster().creatorUrl, name),
      entities: [],
      poolSize: 1,
    }).initialize();
    await session.query(`SET ROLE ${readerRoleOf(roleOf(database.apiUrl))}`);
    const hidden: string[] = [];
    for (const grant of grants) {
      if (grant.kind === "function") continue;
      const refusal = await refusalOf(session, `SELECT * FROM ${grant.table}`);
      if (refusal !== NONE) hidden.push(grant.table);
      expect(await refusalOf(session, `INSERT INTO ${grant.table} DEFAULT VALUES`)).toBe(
        INSUFFICIENT_PRIVILEGE,
      );
    }
    await session.destroy();
    expect(hidden).toEqual(
      expect.arrayContaining([
        ...[
          "subject",
          "sealed_reference",
          "rights_request_person",
          "accounting_given_person",
          "erasure_pending",
        ],
        ...["free_text", "subject_list", "recipient_notification_secret", "api_key_secret", "ledger_log"],
      ]),
    );
    // No other table has a column by which a person, or a key, is recognised.
    const personal = await database.owner.query<{ table: string }[]>(
      `SELECT DISTINCT table_name AS table FROM information_schema.columns
        WHERE table_schema = current_schema() AND column_name IN ('pseudonym', 'sealed', 'body', 'secret_hash', 'salt', 'digest')`,
    );
    for (const { table } of personal) expect(hidden).toContain(table);
    expect(hidden).not.toEqual(expect.arrayContaining(["disclosure"]));
  });
});

describe("applying grants", () => {
  class Sample1000000000001 extends ForwardOnlyMigration {
    readonly name = "Sample1000000000001";
    protected readonly statements = [
      "CREATE TABLE sample (id int, label text)",
      "CREATE TABLE other (id int)",
      "CREATE FUNCTION add_one(int) RETURNS int LANGUAGE sql AS 'SELECT $1 + 1'",
    ];
  }
  const other: TableGrant = { table: "other", kind: "catalogue", privileges: "SELECT" };
  const mutable: TableGrant = {
    table: "sample",
    kind: "mutable",
    privileges: "SELECT, DELETE, UPDATE (label)",
    why: "It is a sample.",
  };
  let database: TestDatabase;
  let api: DataSource;

  const grant = (list: readonly Grant[], apiRole = database.apiRole) =>
    migrate({ ownerUrl: database.ownerUrl, apiRole, migrations: [Sample1000000000001], grants: list });

  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
    api = await createDataSource({ url: database.apiUrl, entities: [] }).initialize();
  });
  afterAll(async () => {
    await api.destroy();
    await database.drop();
  });

  it("gives what the list says, and takes away what it no longer says", async () => {
    await grant([mutable, other]);
    expect(await refusalOf(api, "UPDATE sample SET label = 'x'")).toBe(NONE);
    expect(await refusalOf(api, "UPDATE sample SET id = 1")).toBe(INSUFFICIENT_PRIVILEGE);
    expect(await refusalOf(api, "DELETE FROM sample")).toBe(NONE);

    await grant([{ table: "sample", kind: "fact", privileges: "SELECT, INSERT" }, other]);
    expect(await refusalOf(api, "INSERT INTO sample (id) VALUES (1)")).toBe(NONE);
    expect(await refusalOf(api, "UPDATE sample SET label = 'x'")).toBe(INSUFFICIENT_PRIVILEGE);
    expect(await refusalOf(api, "DELETE FROM sample")).toBe(INSUFFICIENT_PRIVILEGE);
  });

  it("lets the role call the functions on the list, and nobody else any", async () => {
    const add: Grant = {
      function: "add_one(int)",
      kind: "function",
      calledBy: "api",
      why: "It is a sample.",
    };
    await grant([mutable, other, add]);
    expect(await refusalOf(api, "SELECT add_one(1)")).toBe(NONE);
    await grant([mutable, other]);
    expect(await refusalOf(api, "SELECT add_one(1)")).toBe(INSUFFICIENT_PRIVILEGE);
  });

  it("takes no offence at tables that will be, or were, partitions of a listed one", async () => {
    const owner = await createDataSource({ url: database.ownerUrl, entities: [] }).initialize();
    await owner.query("CREATE TABLE whole (id int) PARTITION BY RANGE (id)");
    await owner.query("CREATE TABLE whole_2026_01_compact (id int)");
    await owner.query("CREATE TABLE whole_2026_02 (id int)");
    await grant([mutable, other, { table: "whole", kind: "fact", privileges: "SELECT, INSERT" }]);
    await owner.query("DROP TABLE whole");
    await expect(grant([mutable, other])).rejects.toThrow("table whole_2026_01_compact has no line");
    await owner.query("DROP TABLE whole_2026_01_compact, whole_2026_02");
    await owner.destroy();
  });

  it("refuses a table without a line, and a line without a table", async () => {
    await expect(grant([mutable])).rejects.toThrow("table other has no line in migrations/grants.ts");
    await expect(grant([mutable, other, { ...other, table: "missing" }])).rejects.toThrow(
      "migrations/grants.ts names missing, which is no table",
    );
  });

  it("refuses that there is no role as which to erase, and says how to make it", async () => {
    await expect(grant([mutable, other], "nobody")).rejects.toThrow(
      'CREATE ROLE "nobody_eraser" NOLOGIN ROLE "nobody"',
    );
  });

  it("refuses that two of the roles are one", async () => {
    const asSequencer = (sequencerRole: string) =>
      migrate({
        ownerUrl: database.ownerUrl,
        apiRole: database.apiRole,
        sequencerRole,
        migrations: [Sample1000000000001],
        grants: [mutable, other],
      });
    await expect(asSequencer(roleOf(database.ownerUrl))).rejects.toThrow("which is also the owner's");
    await expect(asSequencer(database.apiRole)).rejects.toThrow("which is also the API's");
  });

  it("refuses the owner's own role", async () => {
    await expect(grant([mutable, other], roleOf(database.ownerUrl))).rejects.toThrow(
      "Give DATABASE_URL a role of its own",
    );
  });
});
