import type { DataSource } from "typeorm";
import { DATA_MAP_REVISION_LEAF } from "../../src/modules/datamap/data-map-revision.leaf.js";
import { leavesOf } from "../../src/modules/ledger/index.js";
import { raw, run, sql } from "../../src/platform/db/sql.js";

/** What a revision that is stored without a word says otherwise than the one before it. */
export interface SilentRevision {
  /** The document in SQL, made of the earlier one's, `document`; the same if left out. */
  readonly document?: string;
  /** A moment as ISO 8601; that of the earlier revision if left out, or of its storing where it has none. */
  readonly effectiveFrom?: string;
}

/**
 * Stores one more revision as the owner, with no notice sent and no projection changed, as if the notice of another process had been
 * lost on its way.
 */
export async function storeRevisionSilently(
  owner: DataSource,
  { document = "document", effectiveFrom }: SilentRevision = {},
): Promise<void> {
  await run(
    owner.manager,
    sql`WITH inserted AS (
          INSERT INTO data_map_revision
          SELECT number + 1, ${raw(document)}, source_text, coalesce(${effectiveFrom ?? null}::timestamptz, effective_from, applied_at),
                 'Silent.', 'test', applied_at
            FROM data_map_revision JOIN data_map_head ON number = revision
          RETURNING *
        )
        ${leavesOf(DATA_MAP_REVISION_LEAF, raw("inserted"))}`,
  );
  await owner.query("UPDATE data_map_head SET revision = revision + 1");
}
