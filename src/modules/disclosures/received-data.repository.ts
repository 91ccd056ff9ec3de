import type { EntityManager } from "typeorm";
import { empty, run, sql, type Sql } from "../../platform/db/sql.js";

/** Which of the disclosures of a user are looked at. */
export interface ReceivedConditions {
  /** The disclosures that cover the user. */
  readonly ids: readonly string[];
  /** Keys of which a disclosure names one at least; any where null. */
  readonly categories: readonly string[] | null;
  /** Only what occurred at this moment or before; all where null. */
  readonly until: Date | null;
}

/** What a recipient was sent, category by category. One statement. */
export function findReceivedCategories(
  db: EntityManager,
  conditions: ReceivedConditions,
): Promise<{ readonly recipient: string; readonly categories: string[] }[]> {
  const { categories } = conditions;
  const named = categories === null ? empty : sql`AND category = ANY (${categories}::text[])`;
  return run(
    db,
    sql`SELECT recipient, array_agg(category ORDER BY category) AS categories
          FROM (SELECT DISTINCT d.recipient, category
                  FROM disclosure d CROSS JOIN unnest(d.categories) AS category
                 WHERE ${reached(conditions)} ${named}) AS received
         GROUP BY recipient ORDER BY recipient`,
  );
}

/** The names by which recipients know the user, where a disclosure of that user alone says so. One statement. */
export function findPartnerReferences(
  db: EntityManager,
  conditions: Pick<ReceivedConditions, "ids" | "until">,
  recipients: readonly string[],
): Promise<{ readonly recipient: string; readonly references: string[] }[]> {
  return run(
    db,
    sql`SELECT recipient, array_agg(body ORDER BY body) AS references
          FROM (SELECT DISTINCT d.recipient, t.body
                  FROM disclosure d JOIN free_text t ON t.fact_id = d.id
                 WHERE ${reached(conditions)} AND d.subject_count = 1 AND t.field = 'partnerReference'
                   AND d.recipient = ANY (${recipients}::text[])) AS known
         GROUP BY recipient`,
  );
}

/** What went out, arrived, and stands as it was recorded: what an amendment made of it is a disclosure of its own. */
function reached({ ids, until }: Pick<ReceivedConditions, "ids" | "until">): Sql {
  return sql`d.id = ANY (${ids}::uuid[]) AND d.direction = 'OUTBOUND' AND d.outcome IS DISTINCT FROM 'FAILED'
             AND NOT EXISTS (SELECT FROM superseded s WHERE s.disclosure_id = d.id)
             ${until === null ? empty : sql`AND d.occurred_at <= ${until}`}`;
}
