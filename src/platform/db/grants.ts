import pg from "pg";
import type { EntityManager } from "typeorm";
import { MIGRATION_TABLE } from "./data-source.js";
import { tableGrants, type FunctionGrant, type Grant, type TableGrant } from "./grant-list.js";
import { eraserRoleOf, readerRoleOf, scopedRoleOf } from "./role-names.js";
import { run, sql } from "./sql.js";
import { StartRefused } from "../start-refused.js";

/** A server that may not migrate still checks that its schema is the one it was written for. */
const MIGRATION_GRANT: TableGrant = { table: MIGRATION_TABLE, kind: "catalogue", privileges: "SELECT" };

/** The roles that serve, each null where there is none. */
export interface ServingRoles {
  readonly api: string | null;
  readonly sequencer: string | null;
}

/**
 * Gives the roles exactly what the list says, and everyone else (PUBLIC) nothing. Repeating it changes nothing.
 *
 * Runs as the owner, in the caller's transaction. Throws where two of the roles are one, where the sequencer's or the eraser's is missing, and where `grants`
 * and the tables of the schema are not the same set.
 */
export async function applyGrants(
  db: EntityManager,
  roles: ServingRoles,
  grants: readonly Grant[],
): Promise<void> {
  await refuseSameRoles(db, roles);
  if (roles.api !== null) await refuseWithoutEraser(db, roles.api);
  await refuseUnmatched(db, grants);
  // A server makes partitions at any time. Attaching one and granting on its parent both write the parent's one row in the catalogue,
  // and PostgreSQL fails the later of the two unless this lock, which attaching takes as well, has them wait for each other.
  for (const table of await listPartitionedTables(db)) {
    await db.query(`LOCK TABLE ONLY ${pg.escapeIdentifier(table)} IN SHARE UPDATE EXCLUSIVE MODE`);
  }
  const tables = [...tableGrants(grants), MIGRATION_GRANT];
  if (roles.api !== null) await grantApi(db, roles.api, tables, grants);
  if (roles.sequencer !== null) {
    const privilegesOf = (grant: TableGrant) => (grant.kind === "ledger" ? grant.sequencer : null);
    await grantTables(
      db,
      roles.sequencer,
      tables.map((grant) => ({ table: grant.table, privileges: privilegesOf(grant) })),
    );
    await grantFunctions(db, roles.sequencer, []);
  }
  await letPass(db, roles);
}

/**
 * The API's role, and those that it becomes: the scoped one for whoever may see some rows only, which may do what such callers ask for;
 * and the eraser's, which reads the same and alone changes what holds persons. Where the operator has not made the scoped one, callers
 * who need it are refused. Beside them the one of report tools, which log in as members of it.
 */
async function grantApi(
  db: EntityManager,
  api: string,
  tables: readonly TableGrant[],
  grants: readonly Grant[],
): Promise<void> {
  const callable = (role: FunctionGrant["calledBy"]) =>
    grants.flatMap((grant) => (grant.kind === "function" && grant.calledBy === role ? [grant.function] : []));
  await grantTables(
    db,
    api,
    tables.map(({ table, privileges }) => ({ table, privileges })),
  );
  await grantFunctions(db, api, callable("api"));
  await grantTables(db, eraserRoleOf(api), tables.map(forEraser));
  await grantFunctions(db, eraserRoleOf(api), callable("eraser"));
  await grantOptional(
    db,
    scopedRoleOf(api),
    tables.map(({ table, scoped }) => ({ table, privileges: scoped ?? null })),
    grants.flatMap((grant) => (grant.kind === "function" && grant.scoped ? [grant.function] : [])),
  );
  await grantOptional(
    db,
    readerRoleOf(api),
    tables.map(({ table, reader }) => ({ table, privileges: reader ?? null })),
    [],
  );
}

function forEraser(grant: TableGrant): { table: string; privileges: string } {
  return { table: grant.table, privileges: grant.kind === "person" ? grant.eraser : "SELECT" };
}

/** Of a role that the operator may have made: that for bound keys, or that of report tools. Nothing, where there is none. */
async function grantOptional(
  db: EntityManager,
  role: string,
  tables: readonly { readonly table: string; readonly privileges: string | null }[],
  functions: readonly string[],
): Promise<void> {
  if (!(await isRole(db, role))) return;
  await grantTables(db, role, tables);
  await grantFunctions(db, role, functions);
}

async function isRole(db: EntityManager, role: string): Promise<boolean> {
  const existing = await run(db, sql`SELECT FROM pg_roles WHERE rolname = ${role}`);
  return existing.length > 0;
}

/** The name of the policy that lets the roles that serve see all rows of a table; what narrows down others is not even asked for them. */
const ALL_ROWS = "all_rows";

/** Changes only what is not so already: a policy's change waits for everybody who uses the table. */
async function letPass(db: EntityManager, { api, sequencer }: ServingRoles): Promise<void> {
  const roles = [api, api && eraserRoleOf(api), sequencer].filter((role) => role !== null).sort();
  const tables = await run<{ name: string; isThere: boolean }>(
    db,
    sql`SELECT c.relname AS name, p.policyname IS NOT NULL AS "isThere"
          FROM pg_class c LEFT JOIN pg_policies p
               ON p.schemaname = current_schema() AND p.tablename = c.relname AND p.policyname = ${ALL_ROWS}
         WHERE c.relnamespace = current_schema()::regnamespace AND c.relrowsecurity
           AND ARRAY(SELECT role::text FROM unnest(p.roles) AS role ORDER BY 1) <> ${roles}::text[]
         ORDER BY c.relname`,
  );
  const names = roles.map((role) => pg.escapeIdentifier(role)).join(", ");
  for (const { name, isThere } of tables) {
    const table = pg.escapeIdentifier(name);
    await db.query(
      isThere
        ? `ALTER POLICY ${ALL_ROWS} ON ${table} TO ${names}`
        : `CREATE POLICY ${ALL_ROWS} ON ${table} TO ${names} USING (true)`,
    );
  }
}

/** Each role is kept from what the others may do, which only works where they are different ones. */
async function refuseSameRoles(db: EntityManager, { api, sequencer }: ServingRoles): Promise<void> {
  const [standing] = await run<{ owner: string; hasSequencer: boolean }>(
    db,
    sql`SELECT current_user AS owner, EXISTS (SELECT FROM pg_roles WHERE rolname = ${sequencer}) AS "hasSequencer"`,
  );
  const { owner, hasSequencer } = standing!;
  if (owner === api) {
    throw new Error(
      `The API's role and the owner's role are both "${owner}". Give DATABASE_URL a role of its own, or set ALLOW_OWNER=1 for a trial.`,
    );
  }
  if (sequencer !== null && !hasSequencer) {
    throw new StartRefused([
      `LEDGER_DATABASE_URL names the role "${sequencer}", which the server does not have: make it, a role of its own that owns nothing, or leave the setting out.`,
    ]);
  }
  if (sequencer !== null && (sequencer === owner || sequencer === api)) {
    throw new StartRefused([
      `LEDGER_DATABASE_URL names the role "${sequencer}", which is also the ${sequencer === owner ? "owner's" : "API's"}: make the ledger a role of its own, which owns nothing.`,
    ]);
  }
}

/** A registry that cannot erase must not hold persons. */
async function refuseWithoutEraser(db: EntityManager, api: string): Promise<void> {
  if (await isRole(db, eraserRoleOf(api))) return;
  throw new StartRefused([
    `There is no role "${eraserRoleOf(api)}", as which persons are erased. ${eraserRecipe(api)}`,
  ]);
}

/** What an operator does to have the role. PostgreSQL keeps for each membership what the member's attribute was when it was given. */
export function eraserRecipe(api: string): string {
  const names = { api: pg.escapeIdentifier(api), eraser: pg.escapeIdentifier(eraserRoleOf(api)) };
  return `As a superuser: ALTER ROLE ${names.api} NOINHERIT; CREATE ROLE ${names.eraser} NOLOGIN ROLE ${names.api}; then start again, or migrate, as the owner (DATABASE_OWNER_URL).`;
}

async function grantTables(
  db: EntityManager,
  roleName: string,
  tables: readonly { readonly table: string; readonly privileges: string | null }[],
): Promise<void> {
  const role = pg.escapeIdentifier(roleName);
  const [standing] = await run<{ schema: string; enterable: boolean }>(
    db,
    sql`SELECT current_schema() AS schema, has_schema_privilege(${roleName}::name, current_schema(), 'USAGE') AS enterable`,
  );
  const { schema, enterable } = standing!;
  if (!enterable) await db.query(`GRANT USAGE ON SCHEMA ${pg.escapeIdentifier(schema)} TO ${role}`);
  for (const { table, privileges } of tables) {
    const name = pg.escapeIdentifier(table);
    // Revoking from a table also revokes what was granted on its columns.
    await db.query(`REVOKE ALL ON TABLE ${name} FROM PUBLIC, ${role}`);
    if (privileges !== null) await db.query(`GRANT ${privileges} ON TABLE ${name} TO ${role}`);
  }
}

async function grantFunctions(
  db: EntityManager,
  roleName: string,
  signatures: readonly string[],
): Promise<void> {
  const role = pg.escapeIdentifier(roleName);
  // Whoever makes a function has by default given it to everyone.
  for (const { signature } of await listOwnFunctions(db)) {
    await db.query(`REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC, ${role}`);
  }
  for (const signature of signatures) {
    await db.query(`GRANT EXECUTE ON FUNCTION ${signature} TO ${role}`);
  }
}

async function listPartitionedTables(db: EntityManager): Promise<string[]> {
  const rows = await run<{ name: string }>(
    db,
    sql`SELECT relname AS name FROM pg_class
         WHERE relnamespace = current_schema()::regnamespace AND relkind = 'p' ORDER BY relname`,
  );
  return rows.map(({ name }) => name);
}

function listOwnFunctions(db: EntityManager): Promise<{ signature: string }[]> {
  return run(
    db,
    sql`SELECT oid::regprocedure::text AS signature FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND pg_get_userbyid(proowner) = current_user AND prokind = 'f'`,
  );
}

async function refuseUnmatched(db: EntityManager, grants: readonly Grant[]): Promise<void> {
  const tables = await run<{ name: string }>(
    db,
    sql`SELECT relname AS name FROM pg_class c
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
          AND relname <> ${MIGRATION_TABLE}
          -- What is to become a partition, or was one, is named after its table.
          AND NOT EXISTS (SELECT FROM pg_class whole WHERE whole.relkind = 'p' AND whole.relnamespace = c.relnamespace
                          AND c.relname ~ ('^' || whole.relname || '_\\d{4}_\\d{2}'))
        ORDER BY relname`,
  );
  const existing = new Set(tables.map((table) => table.name));
  const listed = new Set(tableGrants(grants).map(({ table }) => table));
  const problems = [
    ...[...existing]
      .filter((name) => !listed.has(name))
      .map((name) => `table ${name} has no line in migrations/grants.ts`),
    ...[...listed]
      .filter((name) => !existing.has(name))
      .map((name) => `migrations/grants.ts names ${name}, which is no table`),
  ];
  if (problems.length > 0) {
    throw new StartRefused([`The API's role was granted nothing: ${problems.join("; ")}.`]);
  }
}
