import type { EntityManager } from "typeorm";
import { sql, type Sql } from "../../platform/db/sql.js";
import { StoredForm } from "../../platform/secrets/stored-form.js";
import type { Pseudonym } from "./core/pseudonym.js";

/** How the tables hold what is known of users. Equal pseudonyms are equal in all of them. */
export const PSEUDONYM_FORM = new StoredForm("stored-pseudonym/v1");
export const TOMBSTONE_FORM = new StoredForm("stored-tombstone/v1");
/** Of the digest of a set of users, with a list as with a disclosure. */
export const USER_SET_FORM = new StoredForm("stored-user-set/v1");

/** That the column `pseudonym` is a person's, under whatever generation of the secret. */
export function isPseudonymOf(db: EntityManager, person: Pseudonym): Sql {
  const stored = PSEUDONYM_FORM.candidates(db, [person]).map((hex) => Buffer.from(hex, "hex"));
  return sql`pseudonym = ANY (${stored}::bytea[])`;
}
