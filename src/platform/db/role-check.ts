import pg from "pg";
import type { DataSource } from "typeorm";
import type { GuardedTables } from "./grant-list.js";
import { eraserRecipe } from "./grants.js";
import { eraserRoleOf } from "./role-names.js";
import { findScopedRoleProblems } from "./scoped-role-check.js";
import { run, sql } from "./sql.js";

/** What the eraser's name adds to that of the role that becomes it. */
const ERASER = eraserRoleOf("");

/** By these a session becomes a superuser (PostgreSQL, "Predefined Roles"). */
const MACHINE_ROLES = ["pg_execute_server_program", "pg_read_server_files", "pg_write_server_files"];

interface RoleFacts {
  readonly role: string;
  readonly schema: string;
  readonly superuser: boolean;
  readonly makesRoles: boolean;
  /** Roles of PostgreSQL's own that it is a member of and that reach beyond the database. */
  readonly machineRoles: readonly string[];
  /** Whether the role may act as the schema's owner, who may drop whatever is in it. */
  readonly ownsSchema: boolean;
  readonly makesFunctions: boolean;
  readonly ownedTables: readonly string[];
  /** `UPDATE on disclosure` */
  readonly changes: readonly string[];
  /** The same of what holds persons, where it is not as the eraser. */
  readonly changesOfPersons: readonly string[];
  /** Whether the role may become the eraser; true for one that is to have none. */
  readonly canErase: boolean;
}

/**
 * Why the role of this connection must not serve: each way in which it could write what it is to be kept from, as a sentence for the operator.
 *
 * Counts what the role may do through any role it is a member of, since it can become that role at will. The role for bound keys, where
 * there is one, must be no more than it is made for.
 */
export async function findRoleProblems(dataSource: DataSource, guarded: GuardedTables): Promise<string[]> {
  const facts = await readRoleFacts(dataSource, guarded);
  const role = `The database role "${facts.role}"`;
  // A superuser may do everything, so that nothing else is worth saying.
  if (facts.superuser) return [`${role} is a superuser.`];
  const problems: string[] = [];
  if (facts.makesRoles) problems.push(`${role} may create roles, and so give itself any privilege.`);
  if (facts.machineRoles.length > 0) {
    problems.push(
      `${role} is a member of ${facts.machineRoles.join(", ")}, and so reads or writes files, or runs programs, as PostgreSQL itself does.`,
    );
  }
  if (facts.ownsSchema) problems.push(`${role} owns the schema, or is a member of the role that does.`);
  else if (facts.makesFunctions) problems.push(`${role} ${makingRemedy(facts)}`);
  if (facts.ownedTables.length > 0) {
    problems.push(`${role} owns, or is a member of the role that owns: ${facts.ownedTables.join(", ")}.`);
  }
  if (facts.changes.length > 0) problems.push(`${role} holds ${facts.changes.join(", ")}.`);
  const eraser = eraserRoleOf(facts.role);
  if (facts.changesOfPersons.length > 0) {
    problems.push(
      `${role} holds ${facts.changesOfPersons.join(", ")} without becoming "${eraser}": ${ownRightsRemedy(facts.role)}`,
    );
  }
  if (!facts.canErase) {
    problems.push(
      `${role} is no member of "${eraser}", as which persons are erased. ${eraserRecipe(facts.role)}`,
    );
  }
  problems.push(...(await findScopedRoleProblems(dataSource)));
  return problems;
}

/** Of grants that the list has not, migrating takes away what the role holds; of what it inherits, its membership has to be given anew. */
function ownRightsRemedy(role: string): string {
  const names = { role: pg.escapeIdentifier(role), eraser: pg.escapeIdentifier(eraserRoleOf(role)) };
  return `migrate once more, as the owner (DATABASE_OWNER_URL), or, as a superuser: ALTER ROLE ${names.role} NOINHERIT; REVOKE ${names.eraser} FROM ${names.role}; GRANT ${names.eraser} TO ${names.role};`;
}

/** What runs as the owner calls functions by their names, and takes the one that fits what it is given best, whoever made it. */
function makingRemedy({ role, schema }: RoleFacts): string {
  const names = { role: pg.escapeIdentifier(role), schema: pg.escapeIdentifier(schema) };
  return `may make functions in the schema ${names.schema}, which the owner's would call: as a superuser, REVOKE CREATE ON SCHEMA ${names.schema} FROM PUBLIC, ${names.role}; and from whatever role it is a member of.`;
}

async function readRoleFacts(
  { manager }: DataSource,
  { appendOnly, readOnly, persons }: GuardedTables,
): Promise<RoleFacts> {
  const [facts] = await run<RoleFacts>(
    manager,
    sql`
      WITH held AS (
        SELECT oid, rolname FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER')
      ), here AS (
        SELECT oid, relname, relowner FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
      ), change AS (
        SELECT DISTINCT privilege || ' on ' || relname AS change, relname = ANY(${persons}::text[]) AS of_person
        FROM here, held, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
        WHERE (relname = ANY(CASE privilege WHEN 'INSERT' THEN ${readOnly}::text[] ELSE ${[...appendOnly, ...readOnly]}::text[] END)
               OR relname = ANY(${persons}::text[]) AND privilege <> 'INSERT' AND rolname <> current_user || ${ERASER})
          AND CASE WHEN privilege IN ('INSERT', 'UPDATE') THEN has_any_column_privilege(held.oid, here.oid, privilege)
                   ELSE has_table_privilege(held.oid, here.oid, privilege) END
      )
      SELECT current_user AS "role", current_schema() AS "schema",
             (SELECT bool_or(rolsuper) FROM pg_roles JOIN held USING (oid)) AS "superuser",
             (SELECT bool_or(rolcreaterole) FROM pg_roles JOIN held USING (oid)) AS "makesRoles",
             ARRAY(SELECT rolname::text FROM held WHERE rolname = ANY(${MACHINE_ROLES}::text[]) ORDER BY rolname) AS "machineRoles",
             (SELECT bool_or(has_schema_privilege(oid, current_schema(), 'CREATE')) FROM held) AS "makesFunctions",
             (SELECT nspowner IN (SELECT oid FROM held) FROM pg_namespace WHERE nspname = current_schema()) AS "ownsSchema",
             ARRAY(SELECT relname::text FROM here WHERE relowner IN (SELECT oid FROM held) ORDER BY relname) AS "ownedTables",
             ARRAY(SELECT change FROM change WHERE NOT of_person ORDER BY change COLLATE "C") AS "changes",
             ARRAY(SELECT change FROM change WHERE of_person ORDER BY change COLLATE "C") AS "changesOfPersons",
             cardinality(${persons}::text[]) = 0 OR EXISTS (SELECT FROM held WHERE rolname = current_user || ${ERASER}) AS "canErase"`,
  );
  return facts!;
}
