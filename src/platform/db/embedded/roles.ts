import pg from "pg";
import { eraserRoleOf, readerRoleOf, scopedRoleOf } from "../role-names.js";
import { EmbeddedPostgresFailed, stepFailed } from "./errors.js";

/** Owns the database and its tables; runs the migrations. */
export const OWNER_ROLE = "registry_owner";
/** What the API connects as; owns nothing. */
export const API_ROLE = "registry_api";
/** Puts the ledger's leaves in order and signs for them; owns nothing, and can write nothing else. */
export const SEQUENCER_ROLE = "registry_sequencer";
/** What the API's role becomes for a request that may see some rows only; see `row-scope.ts`. */
const SCOPED_ROLE = scopedRoleOf(API_ROLE);
/** What it becomes to change or take out what holds persons; see `eraser.ts`. */
const ERASER_ROLE = eraserRoleOf(API_ROLE);
/** What report tools may be made members of; reads facts, and nothing that a person is known by. */
const READER_ROLE = readerRoleOf(API_ROLE);
export const DATABASE = "registry";

const INVALID_PASSWORD = "28P01";

/**
 * Makes the roles and the database, those that are not there yet: a first start that was interrupted is completed by the next, and one of an older release by the first of this.
 *
 * @param superuserUrl of the database `postgres`
 */
export async function ensureRolesAndDatabase(
  superuserUrl: string,
  passwords: { readonly owner: string; readonly api: string; readonly sequencer: string },
): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  // A lost connection also fails the query that waits; unheard, this event would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      "SELECT rolname AS name FROM pg_roles UNION ALL SELECT 'database ' || datname FROM pg_database",
    );
    const existing = new Set(rows.map(({ name }) => name));
    // Names are constants and passwords our own hexadecimal digits: nothing here needs escaping, and DDL takes no parameters.
    const roles = [
      { role: OWNER_ROLE, password: passwords.owner },
      { role: API_ROLE, password: passwords.api },
      { role: SEQUENCER_ROLE, password: passwords.sequencer },
    ];
    for (const { role, password } of roles) {
      if (!existing.has(role)) await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
    }
    for (const role of [SCOPED_ROLE, ERASER_ROLE]) {
      if (existing.has(role)) continue;
      // It is a member to become that role, not to hold what that one holds. An earlier release made it otherwise.
      await client.query(`ALTER ROLE ${API_ROLE} NOINHERIT`);
      await client.query(`CREATE ROLE ${role} NOLOGIN ROLE ${API_ROLE}`);
    }
    if (!existing.has(READER_ROLE)) await client.query(`CREATE ROLE ${READER_ROLE} NOLOGIN`);
    if (!existing.has(`database ${DATABASE}`))
      await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER_ROLE}`);
    // No role that serves is to fill the disk with what is in no table of the registry's.
    await client.query(`REVOKE TEMPORARY ON DATABASE ${DATABASE} FROM PUBLIC`);
  } catch (error) {
    if ((error as { code?: unknown }).code === INVALID_PASSWORD) throw passwordsDoNotFit(error);
    throw stepFailed("The database's roles could not be made", (error as Error).message, error);
  } finally {
    await client.end().catch(() => {});
  }
}

function passwordsDoNotFit(cause: unknown): EmbeddedPostgresFailed {
  return new EmbeddedPostgresFailed(
    "The passwords in the folder `secrets` of DATA_DIR are not those of its database. " +
      "Put that folder back from a backup of the same DATA_DIR.",
    { cause },
  );
}
