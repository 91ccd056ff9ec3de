import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { findRoleProblems } from "../../src/platform/db/role-check.js";
import { createTestDatabase, type TestDatabase } from "../support/test-database.js";

describe("the check of the server's role", () => {
  let database: TestDatabase;
  /** One connection, in one transaction that is never committed: roles belong to the whole server. */
  let session: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
    session = await createDataSource({ url: database.creatorUrl, entities: [], poolSize: 1 }).initialize();
  });
  afterAll(async () => {
    await session.destroy();
    await database.drop();
  });

  async function problemsAfter(...statements: string[]): Promise<string[]> {
    const served = `${database.name}_served`;
    const changer = `${database.name}_changer`;
    await session.query("BEGIN");
    try {
      for (const role of [served, changer]) {
        await session.query(`CREATE ROLE ${role} NOINHERIT`);
        await session.query(`GRANT ${role} TO CURRENT_USER`);
      }
      await session.query("CREATE TABLE happened (id int, label text)");
      await session.query(`GRANT SELECT, INSERT ON happened TO ${served}`);
      await session.query("CREATE TABLE read_only (id int)");
      await session.query("CREATE TABLE person (id int)");
      await session.query(`CREATE ROLE ${served}_eraser NOLOGIN ROLE ${served}`);
      await session.query(`GRANT SELECT, DELETE ON person TO ${served}_eraser`);
      for (const statement of statements) {
        await session.query(statement.replaceAll("served", served).replaceAll("changer", changer));
      }
      await session.query(`SET LOCAL ROLE ${served}`);
      const problems = await findRoleProblems(session, {
        appendOnly: ["happened"],
        readOnly: ["read_only"],
        persons: ["person"],
      });
      return problems.map((problem) =>
        problem
          .replace(`The database role "${served}" `, "")
          .replaceAll(served, "served")
          .replaceAll(changer, "changer"),
      );
    } finally {
      await session.query("ROLLBACK");
    }
  }

  it("has nothing to say about a role that may only read and insert", async () => {
    expect(await problemsAfter()).toEqual([]);
  });

  it.each([
    ["GRANT UPDATE (label), DELETE ON happened TO served", "holds DELETE on happened, UPDATE on happened."],
    ["GRANT INSERT (id), UPDATE ON read_only TO served", "holds INSERT on read_only, UPDATE on read_only."],
    ["GRANT TRUNCATE ON happened TO PUBLIC", "holds TRUNCATE on happened."],
    ["ALTER ROLE served CREATEROLE", "may create roles, and so give itself any privilege."],
    [
      "GRANT pg_write_server_files TO served",
      "is a member of pg_write_server_files, and so reads or writes files, or runs programs, as PostgreSQL itself does.",
    ],
    [
      "GRANT CREATE ON SCHEMA public TO PUBLIC",
      'may make functions in the schema "public", which the owner\'s would call: as a superuser, REVOKE CREATE ON SCHEMA "public" FROM PUBLIC, "served"; and from whatever role it is a member of.',
    ],
  ])("reports the effect of %s", async (statement, problem) => {
    expect(await problemsAfter(statement)).toEqual([problem]);
  });

  it.each([
    ["BYPASSRLS", "ALTER ROLE served_scoped BYPASSRLS", "stands above row-level security.", "ALTER ROLE"],
    ["a membership", "GRANT changer TO served_scoped", 'may do what "changer" may.', "REVOKE"],
  ])("reports of the role for bound keys that it may see more: %s", async (_, widening, problem, remedy) => {
    const scoped = ["CREATE ROLE served_scoped NOLOGIN ROLE served"];
    expect(await problemsAfter(...scoped)).toEqual([]);
    expect(await problemsAfter(...scoped, widening)).toEqual([
      expect.stringMatching(`"served_scoped", for bound keys, ${problem} As a superuser: ${remedy}`),
    ]);
  });

  it("reports what the role may do once it becomes another it is a member of", async () => {
    expect(await problemsAfter("GRANT changer TO served", "GRANT UPDATE ON happened TO changer")).toEqual([
      "holds UPDATE on happened.",
    ]);
  });

  it.each([
    ["GRANT DELETE ON person TO served"],
    ["ALTER ROLE served INHERIT", "REVOKE served_eraser FROM served", "GRANT served_eraser TO served"],
  ])(
    "reports that the role need not become the eraser to change what holds persons: %s",
    async (...statements) => {
      expect(await problemsAfter(...statements)).toEqual([
        expect.stringContaining('holds DELETE on person without becoming "served_eraser"'),
      ]);
    },
  );

  it("reports that the role cannot become the eraser, and how to have one", async () => {
    const recipe = 'CREATE ROLE "served_eraser" NOLOGIN ROLE "served"';
    expect(await problemsAfter("REVOKE served_eraser FROM served")).toEqual([
      expect.stringContaining(recipe),
    ]);
  });

  it("reports a role that could become the owner of a table, or of the schema with all that is in it", async () => {
    expect(
      await problemsAfter(
        "GRANT changer TO served",
        "GRANT CREATE ON SCHEMA public TO changer",
        "ALTER TABLE happened OWNER TO changer",
      ),
    ).toEqual([
      expect.stringMatching("^may make functions in the schema"),
      "owns, or is a member of the role that owns: happened.",
      "holds DELETE on happened, TRUNCATE on happened, UPDATE on happened.",
    ]);
    const [schemaProblem] = await problemsAfter("CREATE SCHEMA apart", "ALTER SCHEMA public OWNER TO served");
    expect(schemaProblem).toBe("owns the schema, or is a member of the role that does.");
  });
});
