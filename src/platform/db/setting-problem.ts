import { isDatabaseUnreachable } from "./pg-errors.js";

/**
 * What is wrong with the address of a database, for the operator who set it: names the setting, what failed and the remedy, never
 * a password. Undefined where the address is not to blame.
 *
 * @param setting the variable's name: `DATABASE_URL`
 * @param url its value
 * @param error what a statement or a connection failed with
 */
export function settingProblem(setting: string, url: string, error: unknown): string | undefined {
  const { host, pathname, username } = new URL(url);
  const place = host === "" ? "the server" : `the server at ${host}`;
  const role = `the role "${decodeURIComponent(username)}"`;
  const database = decodeURIComponent(pathname.slice(1));
  const { code, message } = error as { code?: string; message?: string };
  switch (code) {
    case "28P01" /* invalid_password */:
    case "28000" /* invalid_authorization_specification: no such role, or pg_hba.conf lets it not in */:
      return `${setting}: ${place} does not let ${role} in (${code}): check the user and the password, and that the role exists and may log in.`;
    case "3D000" /* invalid_catalog_name */:
      return `${setting}: ${place} has no database "${database}": create it, owned by the role of DATABASE_OWNER_URL, or name another.`;
    case "42501" /* insufficient_privilege */:
      return `${setting}: ${role} may not do what the start needs (42501). Where it is the API's or the ledger's, set DATABASE_OWNER_URL too, so that the start can grant it; where it is the owner's, make it the owner of the database "${database}".`;
    case undefined:
      // The driver has no code for a password that is asked for and not there.
      if (message?.startsWith("SASL") !== true) break;
      return `${setting}: ${place} asks ${role} for a password: write it as postgres://user:password@host:5432/database.`;
    default:
  }
  if (!isDatabaseUnreachable(error)) return undefined;
  return `${setting}: ${place} cannot be reached${code === undefined ? "" : ` (${code})`}: check host and port, and that PostgreSQL runs there.`;
}
