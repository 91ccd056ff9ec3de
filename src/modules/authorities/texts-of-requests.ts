import { sql, type Sql } from "../../platform/db/sql.js";

/**
 * A query of the ids under which texts are kept that belong to the authorities' requests whose ids another query answers: their own, and
 * those of their reviews and suspensions.
 */
export function textsOfAuthorityRequests(requests: Sql): Sql {
  return sql`SELECT asked.id FROM (${requests}) AS asked (id)
              UNION ALL
             SELECT id FROM authority_review WHERE authority_request = ANY (ARRAY(${requests}))
              UNION ALL
             SELECT id FROM accounting_suspension WHERE authority_request = ANY (ARRAY(${requests}))`;
}
