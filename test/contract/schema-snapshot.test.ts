import { describe, expect, it } from "@jest/globals";
import { grants } from "../../migrations/grants.js";
import { migrations } from "../../migrations/index.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { migrate } from "../../src/platform/db/migrate.js";
import { eraserRoleOf, readerRoleOf, scopedRoleOf } from "../../src/platform/db/role-names.js";
import { describeSchema, type SnapshotRoles } from "../support/catalog-snapshot.js";
import { readCommitted, updating, writeCommitted } from "../support/committed-file.js";
import { roleOf } from "../support/test-cluster.js";
import {
  createTestDatabase,
  withTestDatabase,
  type LentDatabase,
  type TestDatabase,
} from "../support/test-database.js";

const FILE = "migrations/schema.sql";
const REFRESH = "UPDATE_SNAPSHOTS=1 npm test -- test/contract/schema-snapshot.test.ts";
const HEAD = `-- The schema after all migrations, generated: what a reviewer reads to see a migration's effect.
-- After a change: ${REFRESH}
`;

const rolesOf = ({
  ownerUrl,
  apiUrl,
  sequencerUrl,
}: Pick<TestDatabase, "ownerUrl" | "apiUrl" | "sequencerUrl">): SnapshotRoles => ({
  owner: roleOf(ownerUrl),
  api: roleOf(apiUrl),
  sequencer: roleOf(sequencerUrl),
  scoped: scopedRoleOf(roleOf(apiUrl)),
  eraser: eraserRoleOf(roleOf(apiUrl)),
  reader: readerRoleOf(roleOf(apiUrl)),
});

/** The lines that describe a schema of its own, made by `statements` and undone. */
async function describeSample(database: LentDatabase, statements: readonly string[]): Promise<string[]> {
  const runner = database.owner.createQueryRunner();
  await runner.startTransaction();
  try {
    for (const statement of ["CREATE SCHEMA sample", "SET LOCAL search_path = sample", ...statements]) {
      await runner.query(statement);
    }
    return (await describeSchema(runner.manager, rolesOf(database))).split("\n");
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}

describe("the migrated schema", () => {
  const database = withTestDatabase();

  it(`is the one in ${FILE} (${REFRESH} writes it)`, async () => {
    const found = `${HEAD}\n${await describeSchema(database.owner.manager, rolesOf(database))}`;
    if (updating) writeCommitted(FILE, found);
    expect(found.split("\n")).toEqual(readCommitted(FILE).split("\n"));
  });

  it("does not depend on the name of the schema", async () => {
    const elsewhere = await createTestDatabase({ empty: true });
    try {
      const owner = await createDataSource({ url: elsewhere.ownerUrl, entities: [] }).initialize();
      await owner.query("CREATE SCHEMA elsewhere");
      await owner.destroy();
      await migrate({
        ...inSchema(elsewhere, "elsewhere"),
        apiRole: elsewhere.apiRole,
        sequencerRole: roleOf(elsewhere.sequencerUrl),
        migrations,
        grants,
      });
      const there = await createDataSource({
        url: inSchema(elsewhere, "elsewhere").ownerUrl,
        entities: [],
      }).initialize();
      const found = await describeSchema(there.manager, rolesOf(elsewhere));
      await there.destroy();
      expect(found).toEqual(await describeSchema(database.owner.manager, rolesOf(database)));
    } finally {
      await elsewhere.drop();
    }
  });

  it("is told in every detail that a migration can change", async () => {
    const described = await describeSample(database, [
      `CREATE TABLE sample (
         id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT sample_pk PRIMARY KEY,
         amount numeric(10,2) NOT NULL DEFAULT 0 CONSTRAINT sample_amount CHECK (amount >= 0),
         doubled numeric GENERATED ALWAYS AS (amount * 2) STORED,
         tags text[], label text COLLATE "C", at timestamptz(3)
       ) WITH (fillfactor = 70)`,
      `CREATE INDEX sample_by_at ON sample (at DESC) WHERE amount > 0`,
      `CREATE TABLE sample_month (id uuid NOT NULL CONSTRAINT sample_month_pk PRIMARY KEY) PARTITION BY RANGE (id)`,
      `CREATE TABLE sample_month_all PARTITION OF sample_month DEFAULT`,
      `CREATE SEQUENCE sample_number AS integer START 7`,
      `CREATE FUNCTION sample_check() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'`,
      `CREATE TRIGGER sample_checked BEFORE UPDATE ON sample FOR EACH ROW EXECUTE FUNCTION sample_check()`,
      `GRANT SELECT, UPDATE (amount, label) ON sample TO PUBLIC`,
    ]);
    expect(described.filter((line) => line !== "")).toEqual([
      "CREATE SEQUENCE sample_number AS integer START 7 INCREMENT 1;",
      "CREATE OR REPLACE FUNCTION sample_check()",
      " RETURNS trigger",
      " LANGUAGE plpgsql",
      "AS $function$BEGIN RETURN new; END$function$;",
      "CREATE TABLE sample (",
      "  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,",
      "  amount numeric(10,2) NOT NULL DEFAULT 0,",
      "  doubled numeric GENERATED ALWAYS AS (amount * 2::numeric),",
      "  tags text[],",
      '  label text COLLATE "C",',
      "  at timestamp(3) with time zone,",
      "  CONSTRAINT sample_pk PRIMARY KEY (id),",
      "  CONSTRAINT sample_amount CHECK (amount >= 0::numeric)",
      ") WITH (fillfactor=70);",
      "CREATE INDEX sample_by_at ON sample USING btree (at DESC) WHERE amount > 0::numeric;",
      "CREATE TRIGGER sample_checked BEFORE UPDATE ON sample FOR EACH ROW EXECUTE FUNCTION sample_check();",
      "GRANT SELECT, UPDATE (amount), UPDATE (label) ON sample TO PUBLIC;",
      "CREATE TABLE sample_month (",
      "  id uuid NOT NULL,",
      "  CONSTRAINT sample_month_pk PRIMARY KEY (id)",
      ") PARTITION BY RANGE (id);",
      "CREATE TABLE sample_month_all (",
      "  id uuid NOT NULL,",
      "  CONSTRAINT sample_month_all_pkey PRIMARY KEY (id)",
      ") PARTITION OF sample_month DEFAULT;",
    ]);
  });

  it.each([
    "CREATE VIEW sample AS SELECT 1 AS one",
    "CREATE TYPE sample AS ENUM ('A')",
    "CREATE DOMAIN sample AS text",
  ])("cannot hold what the snapshot does not tell: %s", async (statement) => {
    await expect(describeSample(database, [statement])).rejects.toThrow("cannot describe sample");
  });
});

/** The same database, where unqualified names mean those of `schema`. */
function inSchema({ ownerUrl }: TestDatabase, schema: string): { ownerUrl: string } {
  const url = new URL(ownerUrl);
  url.searchParams.set("options", `-csearch_path=${schema}`);
  return { ownerUrl: url.href };
}
