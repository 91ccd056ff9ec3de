import { sql, type Sql } from "../../platform/db/sql.js";
import type { CalendarDay } from "../datamap/index.js";

/**
 * An SQL condition: on that day of the controller's calendar accountings leave out what answered the authority request whose id stands
 * in `column`. Asked on reading, so that a suspension ends by itself.
 */
export function isUnderSuspension(column: Sql, day: CalendarDay): Sql {
  return sql`EXISTS (SELECT FROM accounting_suspension s WHERE s.authority_request = ${column} AND s.until_day >= ${day}::date)`;
}
