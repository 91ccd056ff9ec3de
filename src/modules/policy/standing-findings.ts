import { raw, sql, type Sql } from "../../platform/db/sql.js";

/** The condition that a judgement stands, by its disclosure's id and its own. */
export function isStanding(disclosureId: Sql, judgementId: Sql): Sql {
  return sql`NOT EXISTS (SELECT FROM judgement_superseded s
                          WHERE s.disclosure_id = ${disclosureId} AND s.judgement_id = ${judgementId})`;
}

/** The condition that something was found about a disclosure and stands. `disclosureId` is a column of the statement. */
export function hasFindings(disclosureId: Sql): Sql {
  return sql`EXISTS (SELECT FROM finding f WHERE f.disclosure_id = ${disclosureId}
                        AND ${isStanding(raw("f.disclosure_id"), raw("f.judgement_id"))})`;
}
