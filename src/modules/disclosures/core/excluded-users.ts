import { SegmentBitmap } from "../../subjects/core/segment-bitmap.js";
import type { PackedSegment } from "../../subjects/index.js";

/** What was found, with the users concerned; no members where all users of the transfer are. */
export interface FoundAbout {
  readonly kind: "BREACH" | "GAP";
  readonly members: readonly PackedSegment[];
}

/**
 * The users to whom a transfer may not extend: those about whom a breach was found. A gap in the data map excludes nobody, because nothing
 * says that the transfer is wrong.
 */
export class ExcludedUsers {
  readonly #segments = new Map<number, SegmentBitmap>();
  readonly count: number;

  /** @param subjectCount How many users the transfer has. */
  constructor(
    found: readonly FoundAbout[],
    private readonly subjectCount: number,
  ) {
    const breaches = found.filter(({ kind }) => kind === "BREACH");
    for (const { members } of breaches) {
      for (const packed of members) this.#add(packed);
    }
    this.count = breaches.some(({ members }) => members.length === 0) ? subjectCount : this.#countMembers();
  }

  get isEverybody(): boolean {
    return this.count === this.subjectCount;
  }

  /** Its members by segment, in ascending order; not to be asked for where it is everybody. */
  segments(): PackedSegment[] {
    return [...this.#segments]
      .sort(([one], [other]) => one - other)
      .map(([segment, bitmap]) => bitmap.pack(segment));
  }

  /** Who of a segment is left; null where nobody is. */
  leave(packed: PackedSegment): PackedSegment | null {
    const excluded = this.#segments.get(packed.segment);
    if (!excluded) return packed;
    const left = SegmentBitmap.of(packed);
    left.deleteAll(excluded);
    return left.count() === 0 ? null : left.pack(packed.segment);
  }

  #add(packed: PackedSegment): void {
    const known = this.#segments.get(packed.segment);
    if (known) known.addAll(SegmentBitmap.of(packed));
    else this.#segments.set(packed.segment, SegmentBitmap.of(packed));
  }

  #countMembers(): number {
    return [...this.#segments.values()].reduce((count, bitmap) => count + bitmap.count(), 0);
  }
}
