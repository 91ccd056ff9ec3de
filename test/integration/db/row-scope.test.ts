import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { GRANTED_TO_SCOPED } from "../../../migrations/for-scoped.js";
import { grants } from "../../../migrations/grants.js";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { factTables, tableGrants } from "../../../src/platform/db/grant-list.js";
import { scopedRoleOf } from "../../../src/platform/db/role-names.js";
import { inRowScope, type RowScope } from "../../../src/platform/db/row-scope.js";
import { raw, run, sql } from "../../../src/platform/db/sql.js";
import { inTransaction } from "../../../src/platform/db/transaction.js";
import { INSUFFICIENT_PRIVILEGE } from "../../support/refusal-of-statement.js";
import { roleOf } from "../../support/test-cluster.js";
import { withTestDatabase } from "../../support/test-database.js";

const database = withTestDatabase();
let pool: DataSource;
beforeAll(async () => {
  pool = await createDataSource({ url: database.apiUrl, entities: [], poolSize: 1 }).initialize();
  for (const [recipient, purpose] of [
    ["bank", "loans"],
    ["bank", "fraud"],
    ["courier", "delivery"],
  ] as const) {
    await insert(database.owner, recipient, purpose);
  }
});
afterAll(() => pool?.destroy());

function insert({ manager }: DataSource, recipient: string, purpose: string): Promise<unknown> {
  return run(
    manager,
    sql`INSERT INTO disclosure_combination
          VALUES (gen_random_uuid(), 'OUTBOUND', ${recipient}, ${purpose}, 'contract', '{}', 'KZ', false)`,
  );
}

function insertFinding(recipient: string): Promise<unknown> {
  return run(
    pool.manager,
    sql`INSERT INTO finding (id, disclosure_id, judgement_id, occurred_at, recipient, purpose, code, kind, subject_count, concerns_all, detail)
        VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), now(), ${recipient}, 'cards', 'X', 'GAP', 1, true, '{}')`,
  );
}

async function seen(scope: RowScope | null): Promise<string[]> {
  const rows = await inRowScope(scope, () =>
    run<{ row: string }>(
      pool.manager,
      sql`SELECT recipient || ' ' || purpose AS row FROM disclosure_combination ORDER BY 1`,
    ),
  );
  return rows.map(({ row }) => row);
}

const EVERYTHING = ["bank fraud", "bank loans", "courier delivery"];
const of = (recipients: string[] | null, purposes: string[] | null = null): RowScope => ({
  key: `key of ${recipients?.[0]}`,
  recipients,
  purposes,
});
const BANK = of(["bank"]);

describe("A statement within a row scope", () => {
  it("sees the rows of its recipients and purposes alone", async () => {
    expect(await seen(BANK)).toEqual(["bank fraud", "bank loans"]);
    expect(await seen(of(null, ["delivery", "loans"]))).toEqual(["bank loans", "courier delivery"]);
    expect(await seen(of(["bank"], ["delivery", "fraud"]))).toEqual(["bank fraud"]);
    expect(await seen(of(["b'ank,courier"]))).toEqual(["courier delivery"]);
    expect(await seen(null)).toEqual(EVERYTHING);
  });

  it("leaves nothing of the scope on the connection, whoever comes next and however it ended", async () => {
    const scopes = [BANK, null, of(["courier"]), null];
    const counts = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const scope = scopes[index % scopes.length]!;
        if (index % 7 === 0) {
          await inRowScope(scope, () => run(pool.manager, sql`SELECT 1 / 0`)).catch(() => undefined);
        }
        return (await seen(scope)).length;
      }),
    );
    expect(counts).toEqual(Array.from({ length: 60 }, (_, index) => [2, 3, 1, 3][index % 4]));
  });

  it("cannot add a row outside", async () => {
    await inRowScope(BANK, () => insertFinding("bank"));
    await expect(inRowScope(BANK, () => insertFinding("courier"))).rejects.toThrow(
      'row-level security policy for table "finding"',
    );
  });

  it("is in it in a transaction from its first statement to its last", async () => {
    const roles = await inRowScope(BANK, () =>
      inTransaction(pool, async (tx) => [
        ...(await run<{ role: string }>(tx, sql`SELECT current_user AS role`)),
        ...(await run<{ role: string }>(tx, sql`SELECT current_user AS role`)),
      ]),
    );
    const scoped = scopedRoleOf(roleOf(database.apiUrl));
    expect(roles.map(({ role }) => role)).toEqual([scoped, scoped]);
  });
});

describe("The scoped role", () => {
  it("sees nothing where no scope was named", async () => {
    await inTransaction(pool, async (tx) => {
      await run(tx, sql`SET LOCAL ROLE ${raw(`"${scopedRoleOf(roleOf(database.apiUrl))}"`)}`);
      expect(await run(tx, sql`SELECT FROM disclosure_combination`)).toEqual([]);
    });
  });

  it("can change no fact", async () => {
    const changeable = await run<{ name: string }>(
      pool.manager,
      sql`SELECT name FROM unnest(${factTables(grants)}::text[]) AS name, (SELECT ${scopedRoleOf(roleOf(database.apiUrl))}::name AS role) AS scoped
           WHERE has_any_column_privilege(role, name, 'UPDATE') OR has_table_privilege(role, name, 'DELETE')`,
    );
    expect(changeable).toEqual([]);
  });

  /** What PostgreSQL answers to a statement that a bound key's request would send. */
  const refusalWithin = async (statement: string): Promise<string> => {
    try {
      await inRowScope(BANK, () => run(pool.manager, sql`${raw(statement)}`));
      return "none";
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it.each([
    "SELECT secret_hash FROM api_key_secret",
    "INSERT INTO api_key DEFAULT VALUES",
    "INSERT INTO api_key_secret DEFAULT VALUES",
    "INSERT INTO api_key_revocation DEFAULT VALUES",
    "SELECT name FROM api_key",
    "SELECT name FROM person_identity",
    "SELECT FROM sign_in_end",
    "SELECT sealed FROM sealed_reference",
    "SELECT earlier FROM secret_rotation",
    "SELECT sealed FROM rights_request_person",
    "SELECT recorded_by FROM authority_review",
    "INSERT INTO rights_request DEFAULT VALUES",
    "SELECT purposes FROM rights_request",
    "SELECT due_on FROM rights_request_standing",
    "SELECT detail FROM rights_request_step",
    "SELECT FROM subject_look_up",
    "SELECT document FROM data_map_revision",
    "SELECT sealed FROM erasure_pending",
    "SELECT name FROM recipient",
    "SELECT FROM ledger_pending",
    "SELECT compact_coverage_partition(now())",
    "SELECT blind_agreements(1)",
  ])("is refused by PostgreSQL: %s", async (statement) => {
    expect(await refusalWithin(statement)).toBe(INSUFFICIENT_PRIVILEGE);
  });

  it("can read and add nothing to a table that no request of a bound key needs, and delete nowhere", async () => {
    const tables = tableGrants(grants);
    const withheld = tables.filter(({ scoped }) => scoped === undefined).map(({ table }) => table);
    const statements = [
      ...withheld.flatMap((table) => [`SELECT FROM ${table}`, `INSERT INTO ${table} DEFAULT VALUES`]),
      ...tables.map(({ table }) => `DELETE FROM ${table}`),
    ];
    const allowed: string[] = [];
    for (const statement of statements) {
      if ((await refusalWithin(statement)) !== INSUFFICIENT_PRIVILEGE) allowed.push(statement);
    }
    expect(allowed).toEqual([]);
    expect(withheld.length).toBeGreaterThan(25);
  });

  it("holds nothing by PUBLIC, of partitions, sequences and functions neither", async () => {
    const role = scopedRoleOf(roleOf(database.apiUrl));
    const held = await run<{ name: string }>(
      pool.manager,
      sql`SELECT relname::text AS name FROM pg_class c
           WHERE relnamespace = current_schema()::regnamespace
             AND CASE WHEN relkind = 'S' THEN has_sequence_privilege(${role}, c.oid, 'USAGE, SELECT, UPDATE')
                      WHEN relispartition OR relkind IN ('v', 'm', 'f')
                      THEN has_any_column_privilege(${role}, c.oid, 'SELECT, INSERT, UPDATE')
                      ELSE EXISTS (SELECT FROM aclexplode(relacl) AS given WHERE given.grantee = 0) END
          UNION ALL
          SELECT oid::regprocedure::text FROM pg_proc
           WHERE pronamespace = current_schema()::regnamespace AND has_function_privilege(${role}, oid, 'EXECUTE')`,
    );
    expect(held.map(({ name }) => name)).toEqual([
      "make_coverage_partitions(timestamp with time zone,timestamp with time zone)",
    ]);
  });

  it("is granted nothing that there is not, and nothing that the API's role may not do", () => {
    const names = grants.map((grant) => (grant.kind === "function" ? grant.function : grant.table));
    expect(Object.keys(GRANTED_TO_SCOPED).filter((name) => !names.includes(name))).toEqual([]);
    const verbs = (privileges: string) => privileges.replaceAll(/ \([^)]*\)/g, "").split(", ");
    const beyond = tableGrants(grants).filter(
      ({ privileges, scoped }) =>
        scoped !== undefined && verbs(scoped).some((verb) => !verbs(privileges).includes(verb)),
    );
    expect(beyond.map(({ table }) => table)).toEqual([]);
  });
});

/** The data map, and what is written by COPY; docs/adr/0032-row-scopes.md says why. */
const WITHOUT_POLICY = ["agreement", "coverage", "finding_member", "subject_fact_member"];

describe("Row-level security", () => {
  it("is on for every table that names a recipient, a disclosure or a notification", async () => {
    const tables = await run<{ name: string; isSecured: boolean }>(
      database.owner.manager,
      sql`SELECT c.relname AS name, bool_or(c.relrowsecurity) AS "isSecured"
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
           WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
             AND a.attname IN ('recipient', 'disclosure_id', 'finding_id', 'notification_id', 'amends', 'fact_id')
           GROUP BY 1 ORDER BY 1`,
    );
    expect(tables.filter(({ isSecured }) => !isSecured).map(({ name }) => name)).toEqual(WITHOUT_POLICY);
    expect(tables.filter(({ isSecured }) => isSecured).length).toBeGreaterThan(12);
  });

  it("is not even asked for whoever is in no scope", async () => {
    const plan = await run<{ "QUERY PLAN": string }>(
      pool.manager,
      sql`EXPLAIN (COSTS OFF) SELECT * FROM disclosure d JOIN amendment a ON a.amends = d.id JOIN free_text t ON t.fact_id = a.id`,
    );
    expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).not.toMatch(
      /current_setting|SubPlan|CURRENT_USER/i,
    );
  });
});
