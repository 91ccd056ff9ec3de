import type { EntityManager } from "typeorm";
import { run, sql, type Sql } from "../../platform/db/sql.js";
import { placeOf } from "./core/place.js";
import type { SubjectNumber } from "./core/subject-number.js";

/** Whether this user is in the list. */
export interface AskedMember {
  readonly list: string;
  readonly number: SubjectNumber;
}

/** The positions, from 0, of those who are not in the list they were asked with. */
export async function findOutsiders(db: EntityManager, asked: readonly AskedMember[]): Promise<number[]> {
  const places = asked.map(({ number }) => placeOf(number));
  const rows = await run<{ position: number }>(
    db,
    sql`SELECT asked.position::int - 1 AS position
          FROM unnest(${asked.map(({ list }) => list)}::uuid[], ${places.map(({ segment }) => segment)}::int[],
                      ${places.map(({ slot }) => slot)}::int[]) WITH ORDINALITY AS asked (list_id, segment, slot, position)
         WHERE NOT EXISTS (SELECT FROM subject_list_segment own
                            WHERE own.list_id = asked.list_id AND own.segment = asked.segment
                              AND (asked.slot = ANY (own.offsets) OR get_bit(own.bitmap, asked.slot) = 1))
         ORDER BY asked.position`,
  );
  return rows.map(({ position }) => position);
}

/** How many of the users that `source` answers packed (`segment`, `offsets`, `bitmap`) are not in a list. */
export async function countOutside(db: EntityManager, source: Sql, list: string): Promise<number> {
  const [row] = await run<{ count: string }>(
    db,
    sql`SELECT coalesce(sum(
                 CASE WHEN given.bitmap IS NOT NULL AND own.bitmap IS NOT NULL THEN bit_count(given.bitmap & ~own.bitmap)
                      WHEN given.bitmap IS NOT NULL
                        THEN bit_count(given.bitmap)
                             - (SELECT count(*) FROM unnest(own.offsets) AS slot WHERE get_bit(given.bitmap, slot) = 1)
                      WHEN own.bitmap IS NOT NULL
                        THEN (SELECT count(*) FROM unnest(given.offsets) AS slot WHERE get_bit(own.bitmap, slot) = 0)
                      ELSE (SELECT count(*) FROM unnest(given.offsets) AS slot
                             WHERE slot <> ALL (coalesce(own.offsets, '{}')))
                 END), 0) AS count
          FROM (${source}) AS given (segment, offsets, bitmap)
          LEFT JOIN subject_list_segment own ON own.list_id = ${list}::uuid AND own.segment = given.segment`,
  );
  return Number(row!.count);
}
