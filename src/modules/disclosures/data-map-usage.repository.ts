import type { EntityManager } from "typeorm";
import { raw, run, sql } from "../../platform/db/sql.js";

const COLUMNS = { recipient: raw("recipient"), legalGround: raw("legal_ground") } as const;

/** How many disclosures name each of the keys, superseded ones included: they are facts too. Keys that none names are left out. */
export async function countDisclosuresNaming(
  db: EntityManager,
  field: keyof typeof COLUMNS,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const column = COLUMNS[field];
  const rows = await run<{ key: string; count: number }>(
    db,
    sql`SELECT ${column} AS key, count(*)::int AS count FROM disclosure WHERE ${column} = ANY(${keys}) GROUP BY ${column}`,
  );
  return new Map(rows.map(({ key, count }) => [key, count]));
}

/** Disclosures counted by what a sharing rule allows. */
export interface RuleUse {
  readonly purpose: string;
  readonly legalGround: string;
  readonly count: number;
}

/** By recipient: the disclosures that stand, because no amendment took their place, counted by purpose and legal ground. */
export async function countDisclosuresByRule(
  db: EntityManager,
  recipients: readonly string[],
): Promise<Map<string, RuleUse[]>> {
  const rows = await run<RuleUse & { recipient: string }>(
    db,
    sql`SELECT d.recipient, d.purpose, d.legal_ground AS "legalGround", count(*)::int AS count
        FROM disclosure d
        WHERE d.recipient = ANY(${recipients})
          AND NOT EXISTS (SELECT FROM superseded s WHERE s.disclosure_id = d.id)
        GROUP BY d.recipient, d.purpose, d.legal_ground`,
  );
  const uses = new Map<string, RuleUse[]>(recipients.map((recipient) => [recipient, []]));
  for (const { recipient, ...use } of rows) uses.get(recipient)?.push(use);
  return uses;
}
