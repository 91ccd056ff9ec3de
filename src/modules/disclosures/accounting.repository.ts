import type { EntityManager } from "typeorm";
import { join, raw, run, sql, type Sql } from "../../platform/db/sql.js";
import { isUnderSuspension } from "../authorities/index.js";
import type { CalendarDay } from "../datamap/index.js";
import type { AccountingForm } from "./core/vocabulary.js";
import { clausesOf, type DisclosureConditions } from "./disclosures.repository.js";

/** What one recipient got of one user: one disclosure, or several alike. */
export interface AccountingRow {
  readonly recipient: string;
  readonly purpose: string;
  readonly legalGround: string;
  readonly categories: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly destination: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly count: number;
}

const WHAT = raw(`d.recipient, d.purpose, d.legal_ground, d.categories, d.counterparty_country`);

/**
 * Everything that went out about one user, newest first, at most `limit` rows; `today` decides which suspensions hold. One statement.
 */
export function listAccountingRows(
  db: EntityManager,
  conditions: DisclosureConditions,
  form: AccountingForm,
  today: CalendarDay,
  limit: number,
): Promise<AccountingRow[]> {
  const clauses: Sql[] = [
    ...clausesOf(conditions),
    sql`d.direction = 'OUTBOUND'`,
    // What failed reached nobody.
    sql`d.outcome IS DISTINCT FROM 'FAILED'`,
    sql`NOT ${isUnderSuspension(sql`d.authority_request`, today)}`,
  ];
  const grouping = form === "GROUPED" ? WHAT : raw("d.id");
  return run<AccountingRow>(
    db,
    sql`SELECT d.recipient, d.purpose, d.legal_ground AS "legalGround", d.categories,
               d.counterparty_country AS destination,
               min(d.occurred_at) AS "firstAt", max(d.occurred_at) AS "lastAt", count(*)::int AS count
          FROM disclosure d
         WHERE ${join(clauses, " AND ")}
         GROUP BY ${grouping}
         ORDER BY max(d.occurred_at) DESC, ${WHAT}
         LIMIT ${limit}`,
  );
}
