import type { EntityManager } from "typeorm";
import { run, sql, type Sql } from "../../../platform/db/sql.js";
import { isHeadRevision } from "../../datamap/index.js";
import type { RollupProgress } from "./disclosure-rollup.repository.js";

/** How the roll-up stands in a snapshot of the database, and which part of a period it can answer. */
export interface Standing extends RollupProgress {
  /** Whatever was committed before this moment is in the snapshot. */
  readonly asOf: Date;
  /** Whether the data map asked by is still the newest. */
  readonly isHead: boolean;
  /** The first day that lies wholly in the period; null where the period has no beginning. */
  readonly firstDay: string | null;
  /** The day after the last such day; null where the period has no end. */
  readonly endDay: string | null;
  readonly hasWholeDays: boolean;
  /** What of the period lies in no whole day is before this moment, */
  readonly headEnd: Date | null;
  /** or at this moment or later. */
  readonly tailStart: Date | null;
}

interface Asked {
  readonly timeZone: string;
  readonly revision: number;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/**
 * Reads the roll-up's progress, and finds the whole days of a period in a time zone. One statement, without a table but those of
 * one row.
 *
 * Days are told by PostgreSQL alone, so that a period is cut by the same edition of the time zones as the disclosures' days are.
 * Where clocks are set back across midnight a day can begin twice; around such a night, days are whole only with a day to spare,
 * and what lies between is looked for a day longer.
 */
export async function findStanding(db: EntityManager, asked: Asked): Promise<Standing> {
  const [standing] = await run<Standing>(
    db,
    sql`SELECT progress.*, statement_timestamp()::timestamptz(3) AS "asOf", ${isHeadRevision(asked.revision)} AS "isHead",
               first_day::text AS "firstDay", end_day::text AS "endDay",
               coalesce(first_day < end_day, true) AS "hasWholeDays",
               (first_day::timestamp AT TIME ZONE ${asked.timeZone}) + head.spare * interval '25 hours' AS "headEnd",
               (end_day::timestamp AT TIME ZONE ${asked.timeZone}) - tail.spare * interval '25 hours' AS "tailStart"
          FROM (SELECT time_zone AS "timeZone", counted_up_to AS "countedUpTo" FROM rollup_progress) AS progress
         CROSS JOIN ${nightAt(asked.from, asked.timeZone)} AS head
         CROSS JOIN ${nightAt(asked.to, asked.timeZone)} AS tail
         CROSS JOIN LATERAL (SELECT head.day_before + 1 + head.spare AS first_day, tail.day - tail.spare AS end_day) AS days`,
  );
  return standing!;
}

/** The day at a moment, the day a millisecond before, and how many days to spare: 1 where clocks are set back near it, else 0. */
function nightAt(moment: Date | undefined, timeZone: string): Sql {
  return sql`(
    SELECT (at AT TIME ZONE ${timeZone})::date AS day,
           ((at - interval '1 ms') AT TIME ZONE ${timeZone})::date AS day_before,
           (offset_after < offset_before)::int AS spare
      FROM (SELECT ${moment ?? null}::timestamptz AS at) AS asked
     CROSS JOIN LATERAL (SELECT at - interval '50 hours' AS before, at + interval '50 hours' AS after) AS around
     CROSS JOIN LATERAL (SELECT (before AT TIME ZONE ${timeZone}) - (before AT TIME ZONE 'UTC') AS offset_before,
                                (after AT TIME ZONE ${timeZone}) - (after AT TIME ZONE 'UTC') AS offset_after) AS offsets
  )`;
}
