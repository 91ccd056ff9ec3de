import type { EntityManager } from "typeorm";
import { run, sql } from "../../../platform/db/sql.js";
import type { CalendarDay } from "../../datamap/index.js";
import type { Observation } from "../core/declared-sharing.js";
import { countedFrom, type StatisticsQuestion } from "./disclosure-statistics.repository.js";
import type { Standing } from "./statistics-standing.repository.js";

/**
 * Counts what was disclosed to whom and for what, of all time, in stretches of days: one begins on each of `firstDays`, and on
 * the day after each of `lastDays`. Receipts are left out, and what was restated or voided. One statement.
 */
export async function observeSharing(
  db: EntityManager,
  timeZone: string,
  standing: Standing,
  { firstDays, lastDays }: { readonly firstDays: CalendarDay[]; readonly lastDays: CalendarDay[] },
): Promise<Observation[]> {
  const question: StatisticsQuestion = {
    conditions: { direction: "OUTBOUND", includeSuperseded: false },
    groupBy: ["RECIPIENT", "PURPOSE", "CATEGORY"],
    interval: "DAY",
    timeZone,
  };
  const rows = await run<Omit<Observation, "disclosures"> & { disclosures: string }>(
    db,
    sql`WITH boundary AS (
          SELECT unnest(${firstDays}::date[]) AS day UNION SELECT unnest(${lastDays}::date[]) + 1
        ), by_day AS (
          SELECT starts_on AS day, recipient, purpose, categories, sum(disclosures) AS disclosures
            FROM (${countedFrom(question, standing)}) AS s
           GROUP BY 1, 2, 3, 4 HAVING sum(disclosures) > 0
        ), by_stretch AS (
          SELECT recipient, purpose, categories, width_bucket(day, ARRAY(SELECT day FROM boundary ORDER BY day)) AS stretch,
                 sum(disclosures) AS disclosures, min(day) AS first_day, max(day) AS last_day
            FROM by_day
           GROUP BY 1, 2, 3, 4
        )
        SELECT recipient, purpose, category, sum(disclosures)::text AS disclosures,
               min(first_day)::text AS "firstDay", max(last_day)::text AS "lastDay"
          FROM by_stretch CROSS JOIN LATERAL unnest(categories) AS c (category)
         GROUP BY recipient, purpose, category, stretch`,
  );
  return rows.map((row) => ({ ...row, disclosures: Number(row.disclosures) }));
}
