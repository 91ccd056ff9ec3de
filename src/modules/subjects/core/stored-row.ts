import { numberAt, placeOf } from "./place.js";
import type { SubjectNumber } from "./subject-number.js";
import { slotsOf, SubjectSet, type PackedSegment } from "./subject-set.js";

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

/** A row as it is written. */
export interface NewRow extends StoredRow {
  readonly offsets: Uint16Array | null;
}

/** The rows of a set, ascending; its numbers come in any order, and as often as they like. */
export function* rowsOf(numbers: Iterable<SubjectNumber>): Generator<NewRow> {
  const ascending = [...numbers].sort((a, b) => a - b).filter((number, n, all) => number !== all[n - 1]);
  let end = 0;
  for (let start = 0; start < ascending.length; start = end) {
    const { segment } = placeOf(ascending[start]!);
    const next = numberAt({ segment: segment + 1, slot: 0 });
    for (end = start + 1; end < ascending.length && ascending[end]! < next;) end += 1;
    if (end - start < PACKED_USERS_MIN) {
      // Most users of scattered sets: told apart before anything is made for their segment, which would take most of the time.
      for (let n = start; n < end; n += 1)
        yield { segment, slot: placeOf(ascending[n]!).slot, offsets: null, bitmap: null };
    } else {
      const [packed] = SubjectSet.of(ascending.slice(start, end)).segments();
      yield { segment, slot: PACKED_SLOT, offsets: packed!.offsets, bitmap: packed!.bitmap };
    }
  }
}

/** The rows of a set that is packed already. */
export function* rowsOfSegments(segments: Iterable<PackedSegment>): Generator<NewRow> {
  for (const { segment, offsets, bitmap } of segments) {
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
