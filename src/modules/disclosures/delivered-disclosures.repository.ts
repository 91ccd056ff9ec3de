import type { EntityManager } from "typeorm";
import { join, raw, run, sql, type Sql } from "../../platform/db/sql.js";
import { clausesOf, type DisclosureConditions } from "./disclosures.repository.js";

/** Disclosures of the same categories to the same recipient, counted. */
export interface DeliveredCombination {
  /** Names the combination among the others, the same in every statement. */
  readonly group: string;
  readonly recipient: string;
  readonly categories: readonly string[];
  readonly disclosures: number;
  /** Users covered, each once for every disclosure that covers them. */
  readonly subjectDisclosures: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

const GROUP = raw(`d.recipient || ' ' || array_to_string(d.categories, ' ')`);

/** Counts what reached its recipients, by recipient and categories. One statement. */
export async function countDelivered(
  db: EntityManager,
  conditions: DisclosureConditions,
): Promise<DeliveredCombination[]> {
  const rows = await run<
    Omit<DeliveredCombination, "disclosures" | "subjectDisclosures"> & {
      disclosures: string;
      subjectDisclosures: string;
    }
  >(
    db,
    sql`SELECT ${GROUP} AS "group", d.recipient, d.categories, count(*) AS disclosures,
               sum(d.subject_count) AS "subjectDisclosures", min(d.occurred_at) AS "firstAt", max(d.occurred_at) AS "lastAt"
          FROM disclosure d WHERE ${delivered(conditions)}
         GROUP BY d.recipient, d.categories`,
  );
  return rows.map((row) => ({
    ...row,
    disclosures: Number(row.disclosures),
    subjectDisclosures: Number(row.subjectDisclosures),
  }));
}

/** A subquery of `"group", disclosure_id`: the disclosures that `countDelivered` counts. */
export function deliveredByCombination(conditions: DisclosureConditions): Sql {
  return sql`SELECT ${GROUP} AS "group", d.id AS disclosure_id FROM disclosure d WHERE ${delivered(conditions)}`;
}

/** A receipt went to nobody, and what failed reached nobody. */
function delivered(conditions: DisclosureConditions): Sql {
  return join(
    [
      ...clausesOf({ ...conditions, direction: "OUTBOUND", includeSuperseded: false }),
      sql`d.outcome IS DISTINCT FROM 'FAILED'`,
    ],
    " AND ",
  );
}
