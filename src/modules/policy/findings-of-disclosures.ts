import { sql, type Sql } from "../../platform/db/sql.js";

/** A query of the ids of all findings about disclosures, those that stand no more among them. */
export function findingsOfDisclosures(disclosureIds: readonly string[]): Sql {
  return sql`SELECT id FROM finding WHERE disclosure_id = ANY (${disclosureIds}::uuid[])`;
}
