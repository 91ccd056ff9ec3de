import { slotsOf, type PackedSegment, type SubjectSet } from "./subject-set.js";

/** The slot of a row that stands for all users of its segment. */
export const PACKED_SLOT = -1;

/**
 * The fewest users of one segment that share a row. A packed row is read by every look-up of a user of its segment, a row of its own
 * only by that user's: two users do not save enough room for that, three do (docs/adr/0012-packed-coverage.md).
 */
export const PACKED_USERS_MIN = 3;

/** What a table of packed sets holds of one set in one segment, or of one of its users. */
export interface StoredRow {
  readonly segment: number;
  /** 0 to 4,095, or `PACKED_SLOT`. */
  readonly slot: number;
  readonly offsets: ArrayLike<number> | null;
  readonly bitmap: Uint8Array | null;
}

/** The rows of a set, ascending. */
export function* rowsOf(set: SubjectSet): Generator<StoredRow> {
  for (const { segment, offsets, bitmap } of set.segments()) {
    if (offsets && offsets.length < PACKED_USERS_MIN) {
      for (const slot of offsets) yield { segment, slot, offsets: null, bitmap: null };
    } else {
      yield { segment, slot: PACKED_SLOT, offsets, bitmap };
    }
  }
}

/** The slots of a row's users, ascending. */
export function slotsOfRow(row: StoredRow): Iterable<number> {
  return slotsOf(packedOf(row));
}

/** The users of a row as a set's segment. */
export function packedOf({ segment, slot, offsets, bitmap }: StoredRow): PackedSegment {
  if (slot !== PACKED_SLOT) return { segment, offsets: Uint16Array.of(slot), bitmap: null };
  return { segment, offsets: offsets && Uint16Array.from(offsets), bitmap };
}
