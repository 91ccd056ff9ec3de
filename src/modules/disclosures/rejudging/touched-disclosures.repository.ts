import type { EntityManager } from "typeorm";
import { run, sql } from "../../../platform/db/sql.js";

/** The next disclosures after an id, in the order of their ids. */
export function findIdsAfter(
  db: EntityManager,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<{ readonly id: string; readonly subjectCount: number }[]> {
  return run(
    db,
    sql`SELECT id, subject_count AS "subjectCount" FROM disclosure
         WHERE id > ${after}::uuid ORDER BY id LIMIT ${limit}`,
  );
}

/** The next disclosures after an id that rest on an authority's request, in the order of their ids. */
export async function findIdsByRequest(
  db: EntityManager,
  requestId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<string[]> {
  const rows = await run<{ id: string }>(
    db,
    sql`SELECT id FROM disclosure
         WHERE authority_request = ${requestId}::uuid AND id > ${after}::uuid ORDER BY id LIMIT ${limit}`,
  );
  return rows.map(({ id }) => id);
}

/** Those of the disclosures whose place an amendment took. */
export async function findSupersededIds(
  db: EntityManager,
  disclosureIds: readonly string[],
): Promise<Set<string>> {
  const rows = await run<{ id: string }>(
    db,
    sql`SELECT disclosure_id AS id FROM superseded WHERE disclosure_id = ANY (${disclosureIds}::uuid[])`,
  );
  return new Set(rows.map(({ id }) => id));
}
