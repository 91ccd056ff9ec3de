import type { EntityManager } from "typeorm";
import { copyOut } from "../../platform/db/copy-binary.js";
import { bit, bytea, int2, int2Array, int4, text, timestamptz, uuid } from "../../platform/db/copy-types.js";
import { sql, type Sql } from "../../platform/db/sql.js";
import { PACKED_SLOT, type StoredRow } from "../subjects/index.js";
import type { Restriction, SubjectFact, SubjectFactKind } from "./core/subject-fact.js";
import { factOf } from "./subject-fact-row.js";

const COLUMNS = {
  segment: int4,
  slot: int2,
  offsets: int2Array,
  bitmap: bit,
  id: uuid,
  kind: text,
  recorded_at: timestamptz,
  moment: timestamptz,
  ended_on: text,
  legal_ground: text,
  policy_version: int4,
  agreement: bytea,
  restriction: text,
  categories: text,
  purposes: text,
  lifts: uuid,
};
type CopiedRow = { readonly [Name in keyof typeof COLUMNS]: unknown };

/** Of a segment first the set's users, without a fact; then, for each fact, those it is about: all of a row, or one user of the set. */
export interface SetRow {
  readonly row: StoredRow;
  readonly fact: SubjectFact | null;
}

/** No key of the data map has one. */
const SEPARATOR = ",";

/**
 * The users that `source` answers packed, and all facts about users of their segments, ascending by segment, read as they are used.
 * A fact about many users of a segment may be about none of the set's there. Needs a transaction.
 */
export async function* readFactsIn(db: EntityManager, source: Sql): AsyncGenerator<SetRow> {
  const query = sql`
    SELECT own.segment, member.slot, member.offsets, member.bitmap, f.id, f.kind, f.recorded_at, f.moment, f.ended_on::text,
           f.legal_ground, f.policy_version, f.agreement, f.restriction, array_to_string(f.categories, ${SEPARATOR}),
           array_to_string(f.purposes, ${SEPARATOR}), f.lifts
      FROM (SELECT * FROM (${source}) AS given (segment, offsets, bitmap) ORDER BY segment) AS own
     CROSS JOIN LATERAL (
       SELECT ${PACKED_SLOT}::smallint AS slot, own.offsets, own.bitmap, NULL::uuid AS fact_id
        UNION ALL
       SELECT m.slot, m.offsets, m.bitmap, m.fact_id FROM subject_fact_member AS m
        WHERE m.segment = own.segment
          AND (m.slot = ${PACKED_SLOT} OR m.slot = ANY (own.offsets) OR get_bit(own.bitmap, greatest(m.slot, 0)) = 1)
     ) AS member
      LEFT JOIN subject_fact f ON f.id = member.fact_id
     ORDER BY own.segment, member.fact_id NULLS FIRST`;
  const packed = new Map<string, SubjectFact>();
  for await (const copied of copyOut(db, query, COLUMNS)) {
    yield { row: rowOf(copied), fact: factIn(copied, packed) };
  }
}

function rowOf({ segment, slot, offsets, bitmap }: CopiedRow): StoredRow {
  return { segment, slot, offsets, bitmap } as StoredRow;
}

/** A fact about many is met again in the next segment and made once; those about single users would fill the memory. */
function factIn(copied: CopiedRow, packed: Map<string, SubjectFact>): SubjectFact | null {
  const id = copied.id as string | null;
  if (id === null) return null;
  const fact = packed.get(id) ?? madeFrom(copied);
  if (copied.slot === PACKED_SLOT) packed.set(id, fact);
  return fact;
}

function madeFrom(copied: CopiedRow): SubjectFact {
  return factOf({
    id: copied.id as string,
    kind: copied.kind as SubjectFactKind,
    recordedAt: copied.recorded_at as Date,
    moment: copied.moment as Date | null,
    endedOn: copied.ended_on as string | null,
    legalGround: copied.legal_ground as string | null,
    policyVersion: copied.policy_version as number | null,
    agreement: hexOf(copied.agreement as Uint8Array | null),
    restriction: copied.restriction as Restriction | null,
    categories: keysOf(copied.categories as string | null),
    purposes: keysOf(copied.purposes as string | null),
    lifts: copied.lifts as string | null,
  });
}

function hexOf(bytes: Uint8Array | null): string | null {
  return bytes && Buffer.from(bytes).toString("hex");
}

function keysOf(joined: string | null): string[] | null {
  if (joined === null) return null;
  return joined === "" ? [] : joined.split(SEPARATOR);
}
