import pg from "pg";
import type { DataSource } from "typeorm";
import { scopedRoleOf } from "./role-names.js";
import { run, sql } from "./sql.js";

/** What the scoped role's name adds to that of the role that becomes it. */
const SCOPED = scopedRoleOf("");

interface ScopedRoleFacts {
  readonly role: string;
  /** Whether row-level security hides nothing from it. */
  readonly isAboveRows: boolean;
  readonly memberOf: readonly string[];
}

/**
 * Why bound keys must not work under the scoped role of this connection's: each way in which it sees more than migrating gave it, as a
 * sentence for the operator with the remedy. Nothing where there is no such role, for bound keys are refused then.
 */
export async function findScopedRoleProblems({ manager }: DataSource): Promise<string[]> {
  const [facts] = await run<ScopedRoleFacts>(
    manager,
    sql`SELECT rolname::text AS "role", rolbypassrls AS "isAboveRows",
               ARRAY(SELECT other.rolname::text FROM pg_roles other
                      WHERE other.oid <> scoped.oid AND pg_has_role(scoped.oid, other.oid, 'MEMBER') ORDER BY 1) AS "memberOf"
          FROM pg_roles scoped WHERE rolname = current_user || ${SCOPED}`,
  );
  if (!facts) return [];
  const role = pg.escapeIdentifier(facts.role);
  const problems: string[] = [];
  if (facts.isAboveRows) {
    problems.push(
      `The database role ${role}, for bound keys, stands above row-level security. As a superuser: ALTER ROLE ${role} NOBYPASSRLS;`,
    );
  }
  if (facts.memberOf.length > 0) {
    const others = facts.memberOf.map((other) => pg.escapeIdentifier(other)).join(", ");
    problems.push(
      `The database role ${role}, for bound keys, may do what ${others} may. As a superuser: REVOKE ${others} FROM ${role};`,
    );
  }
  return problems;
}
