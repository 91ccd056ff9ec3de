import type { DataSource } from "typeorm";
import type { GuardedTables } from "./grants.js";
import { run, sql } from "./sql.js";

interface RoleFacts {
  readonly role: string;
  readonly superuser: boolean;
  readonly makesRoles: boolean;
  /** Whether the role may act as the schema's owner, who may drop whatever is in it. */
  readonly ownsSchema: boolean;
  readonly ownedTables: readonly string[];
  /** `UPDATE on disclosure` */
  readonly changes: readonly string[];
}

/**
 * Why the role of this connection must not serve: each way in which it could write what it is to be kept from, as a sentence for the operator.
 *
 * Counts what the role may do through any role it is a member of, since it can become that role at will.
 */
export async function findRoleProblems(dataSource: DataSource, guarded: GuardedTables): Promise<string[]> {
  const facts = await readRoleFacts(dataSource, guarded);
  const role = `The database role "${facts.role}"`;
  // A superuser may do everything, so that nothing else is worth saying.
  if (facts.superuser) return [`${role} is a superuser.`];
  const problems: string[] = [];
  if (facts.makesRoles) problems.push(`${role} may create roles, and so give itself any privilege.`);
  if (facts.ownsSchema) problems.push(`${role} owns the schema, or is a member of the role that does.`);
  if (facts.ownedTables.length > 0) {
    problems.push(`${role} owns, or is a member of the role that owns: ${facts.ownedTables.join(", ")}.`);
  }
  if (facts.changes.length > 0) problems.push(`${role} holds ${facts.changes.join(", ")}.`);
  return problems;
}

async function readRoleFacts(
  { manager }: DataSource,
  { appendOnly, readOnly }: GuardedTables,
): Promise<RoleFacts> {
  const [facts] = await run<RoleFacts>(
    manager,
    sql`
      WITH held AS (
        SELECT oid FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER')
      ), here AS (
        SELECT oid, relname, relowner FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
      ), change AS (
        SELECT DISTINCT privilege || ' on ' || relname AS change
        FROM here, held, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
        WHERE relname = ANY(CASE privilege WHEN 'INSERT' THEN ${readOnly}::text[] ELSE ${[...appendOnly, ...readOnly]}::text[] END)
          AND CASE WHEN privilege IN ('INSERT', 'UPDATE') THEN has_any_column_privilege(held.oid, here.oid, privilege)
                   ELSE has_table_privilege(held.oid, here.oid, privilege) END
      )
      SELECT current_user AS "role",
             (SELECT bool_or(rolsuper) FROM pg_roles JOIN held USING (oid)) AS "superuser",
             (SELECT bool_or(rolcreaterole) FROM pg_roles JOIN held USING (oid)) AS "makesRoles",
             (SELECT nspowner IN (SELECT oid FROM held) FROM pg_namespace WHERE nspname = current_schema()) AS "ownsSchema",
             ARRAY(SELECT relname::text FROM here WHERE relowner IN (SELECT oid FROM held) ORDER BY relname) AS "ownedTables",
             ARRAY(SELECT change FROM change ORDER BY change COLLATE "C") AS "changes"`,
  );
  return facts!;
}
