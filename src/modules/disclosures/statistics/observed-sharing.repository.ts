import type { EntityManager } from "typeorm";
import { run, sql } from "../../../platform/db/sql.js";
import type { DayPeriod } from "../core/day-period.js";
import type { Observation } from "../core/declared-sharing.js";
import type { Boundaries, ObservedTransfer } from "../core/observed-transfer.js";
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
  { firstDays, lastDays }: Boundaries,
): Promise<Observation[]> {
  const question = daysOf(timeZone, ["RECIPIENT", "PURPOSE", "CATEGORY"]);
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

/**
 * Counts what was disclosed in a period by all that disclosures have in common, in stretches of days. Receipts are left out, and
 * what was restated or voided. One statement, at most `limit` rows.
 */
export async function observeTransfers(
  db: EntityManager,
  timeZone: string,
  standing: Standing,
  { from, to }: DayPeriod,
  { firstDays, lastDays }: Boundaries,
  limit: number,
): Promise<ObservedTransfer[]> {
  const question = daysOf(timeZone, ["RECIPIENT", "PURPOSE", "CATEGORY", "JURISDICTION"]);
  const rows = await run<Omit<ObservedTransfer, "disclosures"> & { disclosures: string }>(
    db,
    sql`WITH boundary AS (
          SELECT unnest(${firstDays}::date[]) AS day UNION SELECT unnest(${lastDays}::date[]) + 1
        ), by_day AS (
          SELECT starts_on AS day, recipient, purpose, categories, counterparty_country, sum(disclosures) AS disclosures
            FROM (${countedFrom(question, standing)}) AS s
           WHERE starts_on <= ${to}::date AND (${from}::date IS NULL OR starts_on >= ${from}::date)
           GROUP BY 1, 2, 3, 4, 5 HAVING sum(disclosures) > 0
        )
        SELECT recipient, purpose, categories, counterparty_country AS country, sum(disclosures)::text AS disclosures,
               min(day)::text AS "firstDay", max(day)::text AS "lastDay"
          FROM by_day
         GROUP BY 1, 2, 3, 4, width_bucket(day, ARRAY(SELECT day FROM boundary ORDER BY day))
         LIMIT ${limit}`,
  );
  return rows.map((row) => ({ ...row, disclosures: Number(row.disclosures) }));
}

function daysOf(timeZone: string, groupBy: StatisticsQuestion["groupBy"]): StatisticsQuestion {
  const conditions = { direction: "OUTBOUND", includeSuperseded: false } as const;
  return { conditions, groupBy, interval: "DAY", timeZone };
}
