import type { EntityManager } from "typeorm";
import { copyOut } from "../../platform/db/copy-binary.js";
import { bit, bytea, int2, int2Array, int4, text } from "../../platform/db/copy-types.js";
import { join, raw, sql, type Sql } from "../../platform/db/sql.js";
import { PACKED_SLOT } from "../subjects/index.js";
import {
  AGREEMENT_CHARS,
  CONTENT_COLUMNS,
  KEY_SEPARATOR,
  NONE,
  SEPARATOR,
  type CopiedFacts,
} from "./copied-facts.js";

const COLUMNS = {
  segment: int4,
  slot: int2,
  offsets: int2Array,
  bitmap: bit,
  ids: text,
  recorded: bytea,
  moments: bytea,
  agreements: text,
  content: text,
};

/** A row of `readFactsIn`: of a segment the set's own users, without facts, or facts and whom they are about. */
export interface SetRow {
  readonly segment: number;
  /** Whether `offsets` and `bitmap` are all users of one fact; else each of `offsets` is the user of its own. */
  readonly isPacked: boolean;
  readonly offsets: Uint16Array | null;
  readonly bitmap: Uint8Array | null;
  readonly facts: CopiedFacts | null;
}

const ARRAYS = new Set(["categories", "purposes"]);
const CONTENT = join(
  CONTENT_COLUMNS.map((column) =>
    ARRAYS.has(column)
      ? sql`coalesce(array_to_string(f.${raw(column)}, ${KEY_SEPARATOR}), ${NONE})`
      : sql`coalesce(f.${raw(column)}::text, ${NONE})`,
  ),
  ` || '${SEPARATOR}' || `,
);
/** What differs from fact to fact, in the binary form of the wire. */
const PARTS = [
  "f.id::text",
  "timestamptz_send(f.recorded_at)",
  "timestamptz_send(coalesce(f.moment, 'epoch'))",
  `coalesce(encode(f.agreement, 'hex'), repeat('0', ${AGREEMENT_CHARS}))`,
];
const PARTS_OF_ONE = raw(PARTS.join(", "));
const PARTS_OF_MANY = raw(PARTS.map((part) => `string_agg(${part}, '')`).join(", "));

/**
 * The users that `source` answers packed, and all facts about users of their segments, segment by segment, ascending, read as they are
 * used. A packed fact may be about none of the set's users in a segment. Needs a transaction.
 *
 * Facts about single users can be as many as the users, so those of a segment that say the same share a row.
 */
export async function* readFactsIn(db: EntityManager, source: Sql): AsyncGenerator<SetRow> {
  const query = sql`
    SELECT own.segment, row.*
      FROM (SELECT * FROM (${source}) AS given (segment, offsets, bitmap) ORDER BY segment) AS own
     CROSS JOIN LATERAL (
       SELECT ${PACKED_SLOT}::smallint, own.offsets, own.bitmap, NULL, NULL::bytea, NULL::bytea, NULL, NULL
        UNION ALL
       SELECT m.slot, m.offsets, m.bitmap, ${PARTS_OF_ONE}, ${CONTENT}
         FROM subject_fact_member AS m JOIN subject_fact f ON f.id = m.fact_id
        WHERE m.segment = own.segment AND m.slot = ${PACKED_SLOT}
        UNION ALL
       SELECT 0::smallint, array_agg(m.slot), NULL::bit(4096), ${PARTS_OF_MANY}, ${CONTENT} AS content
         FROM subject_fact_member AS m JOIN subject_fact f ON f.id = m.fact_id
        WHERE m.segment = own.segment AND m.slot >= 0
          AND (m.slot = ANY (own.offsets) OR get_bit(own.bitmap, greatest(m.slot, 0)) = 1)
        GROUP BY content
     ) AS row
     ORDER BY own.segment`;
  for await (const copied of copyOut(db, query, COLUMNS)) {
    const { segment, slot, offsets, bitmap, ids, recorded, moments, agreements, content } = copied;
    const facts =
      ids === null
        ? null
        : { ids, recorded: recorded!, moments: moments!, agreements: agreements!, content: content! };
    yield { segment: segment!, isPacked: slot === PACKED_SLOT, offsets, bitmap, facts };
  }
}
