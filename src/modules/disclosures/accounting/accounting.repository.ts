import type { EntityManager } from "typeorm";
import { join, raw, run, runPrepared, sql, type Sql } from "../../../platform/db/sql.js";
import { isUnderSuspension } from "../../authorities/index.js";
import type { CalendarDay } from "../../datamap/index.js";
import type { AccountedRow } from "../core/accounted-entry.js";
import type { Direction } from "../core/vocabulary.js";
import { clausesOf, type DisclosureConditions } from "../disclosures.repository.js";

/** Which part of a user's disclosures an accounting tells of. */
export type AccountedPart = Pick<DisclosureConditions, "occurredFrom" | "occurredTo"> & {
  /** Decides which suspensions hold. */
  readonly today: CalendarDay;
};

/** The same of those disclosures that are named: they cover the user. */
export type AccountingConditions = AccountedPart & { readonly ids: readonly string[] };

const WHAT = raw(
  "d.recipient, d.purpose, d.legal_ground, d.categories, d.counterparty_country, d.agreement, d.safeguard, d.cross_border",
);
const TOLD = raw(
  'd.recipient, d.purpose, d.legal_ground AS "legalGround", d.categories, d.counterparty_country AS country, d.agreement, d.safeguard, d.cross_border AS "crossBorder"',
);

/**
 * What a user's disclosures in a direction come to where those alike are one, the latest first, at most `limit`. `covering` is a query of
 * the ids of all that cover the user. One statement, prepared: ten thousand ids sent there and back, and a plan that counts
 * them, would take as long as reading the disclosures.
 */
export function listGroupedRows(
  db: EntityManager,
  covering: Sql,
  part: AccountedPart,
  direction: Direction,
  limit: number,
): Promise<AccountedRow[]> {
  const bounds = `${part.occurredFrom ? " from" : ""}${part.occurredTo ? " to" : ""}`;
  const clauses = [sql`d.id = ANY (ARRAY(${covering}))`, ...clausesOfPart(part, direction)];
  return runPrepared<AccountedRow>(
    db,
    `grouped accounting${bounds}`,
    sql`SELECT ${TOLD}, min(d.occurred_at) AS "firstAt", max(d.occurred_at) AS "lastAt", count(*)::int AS count
          FROM disclosure d
         WHERE ${join(clauses, " AND ")}
         GROUP BY ${WHAT}
         ORDER BY max(d.occurred_at) DESC, ${WHAT}
         LIMIT ${limit}`,
  );
}

/** One row of an accounting for each disclosure. */
export type AccountedDisclosure = AccountedRow & { readonly id: string };

const EACH = sql`SELECT d.id, ${TOLD}, d.occurred_at AS "firstAt", d.occurred_at AS "lastAt", 1 AS count FROM disclosure d`;

/** What went out about a user, each by itself, the latest first, at most `limit`. One statement. */
export function listIndividualRows(
  db: EntityManager,
  conditions: AccountingConditions,
  limit: number,
): Promise<AccountedDisclosure[]> {
  return run<AccountedDisclosure>(
    db,
    sql`${EACH} WHERE ${join(clausesOfNamed(conditions), " AND ")}
         ORDER BY d.occurred_at DESC, d.id DESC LIMIT ${limit}`,
  );
}

/** Those of the disclosures in `conditions.ids` that an accounting tells of, by id. One statement. */
export async function findIndividualRows(
  db: EntityManager,
  conditions: AccountingConditions,
): Promise<Map<string, AccountedDisclosure>> {
  const rows = await run<AccountedDisclosure>(
    db,
    sql`${EACH} WHERE ${join(clausesOfNamed(conditions), " AND ")}`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** How many disclosures went out about a user. One statement. */
export async function countIndividualRows(
  db: EntityManager,
  conditions: AccountingConditions,
): Promise<number> {
  const [row] = await run<{ count: string }>(
    db,
    sql`SELECT count(*) AS count FROM disclosure d WHERE ${join(clausesOfNamed(conditions), " AND ")}`,
  );
  return Number(row!.count);
}

/** Of what went out. */
function clausesOfNamed({ ids, ...part }: AccountingConditions): Sql[] {
  // The ids themselves and no subquery, so that the planner knows how many there are: it fetches thousands page by page.
  return [sql`d.id = ANY (${ids}::uuid[])`, ...clausesOfPart(part, "OUTBOUND")];
}

function clausesOfPart({ today, ...period }: AccountedPart, direction: Direction): Sql[] {
  return [
    ...clausesOf({ ...period, direction, arrived: true, includeSuperseded: false }),
    sql`NOT ${isUnderSuspension(sql`d.authority_request`, today)}`,
  ];
}
