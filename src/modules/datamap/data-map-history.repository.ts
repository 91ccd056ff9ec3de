import type { EntityManager } from "typeorm";
import { Keyset } from "../../platform/db/keyset.js";
import type { RowPage } from "../../platform/db/keyset.js";
import { run, sql } from "../../platform/db/sql.js";
import type { PageRequest } from "../../platform/graphql/connection.js";
import { keyFieldOf } from "./core/catalogue-lists.js";
import type { CatalogueList } from "./core/catalogue-lists.js";
import type { RevisionNote } from "./core/revision-note.js";

/** An entry as a revision states it, where that is not what the one before states. */
export interface EntryVersion extends RevisionNote {
  readonly key: string;
  readonly entry: object;
  /** Null in the revision that first had the entry. */
  readonly before: object | null;
}

const NEWEST_FIRST = new Keyset<RevisionNote>("dataMapRevisions", [
  {
    expression: "number",
    type: "integer",
    value: ({ number }) => String(number),
    isValid: (text) => /^[1-9][0-9]{0,8}$/.test(text),
  },
]);

/** Revisions, newest first, without their documents. */
export function listRevisions(db: EntityManager, request: PageRequest): Promise<RowPage<RevisionNote>> {
  const select = sql`SELECT number, effective_from AS "effectiveFrom", message, applied_by AS "appliedBy", applied_at AS "appliedAt"
                     FROM data_map_revision`;
  return NEWEST_FIRST.page(db, select, [], request);
}

/** Every version that entries of one list have had, newest first, by key. One statement, which reads every revision's document. */
export async function findEntryVersions(
  db: EntityManager,
  list: CatalogueList,
  keys: readonly string[],
): Promise<EntryVersion[]> {
  const keyField = keyFieldOf(list);
  return run<EntryVersion>(
    db,
    sql`SELECT * FROM (
          SELECT number, effective_from AS "effectiveFrom", message, applied_by AS "appliedBy", applied_at AS "appliedAt",
                 entry ->> ${keyField}::text AS key, entry,
                 lag(entry) OVER (PARTITION BY entry ->> ${keyField}::text ORDER BY number) AS before
          FROM data_map_revision CROSS JOIN LATERAL jsonb_array_elements(document -> ${list}::text) AS listed (entry)
          WHERE entry ->> ${keyField}::text = ANY (${keys}::text[])
        ) version
        WHERE before IS DISTINCT FROM entry
        ORDER BY number DESC`,
  );
}
