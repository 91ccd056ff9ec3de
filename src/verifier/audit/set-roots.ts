import { SetRoot, SLOTS_MAX } from "../../modules/ledger/core/set-root.js";
import type { SetRow } from "./set-rows.repository.js";

const WHOLE_SEGMENT = -1;
const BYTE_BITS = 8;

/** What the rows of one owner's set come to. */
export interface RootOfRows {
  /** Hexadecimal; null where the rows are no set. */
  readonly root: string | null;
  readonly users: number;
}

/**
 * The root over the users of each owner, out of the rows of its set as they come, in memory for one segment.
 *
 * Rows that are no set, because a user is in it twice or a slot is none, have no root: nothing that was recorded looks like that.
 */
export class SetRoots {
  readonly roots = new Map<number, RootOfRows>();
  #place = 0;
  #tree: SetRoot | null = null;
  #users = 0;
  #isSet = true;
  #segment = -1;
  #slots: ArrayLike<number>[] = [];

  constructor(
    private readonly salt: Uint8Array,
    private readonly kind: string,
    /** The event of the owner at each place, from 0 on. */
    private readonly events: readonly string[],
  ) {}

  /** Takes the next row; those of an owner come together, its segments in ascending order. */
  take(row: SetRow): void {
    if (row.place !== this.#place) {
      this.#endOwner();
      this.#place = row.place;
      this.#tree = new SetRoot(this.salt, { kind: this.kind, event: this.events[row.place - 1]! });
    } else if (row.segment !== this.#segment) {
      this.#endSegment();
    }
    this.#segment = row.segment;
    const slots = slotsOf(row);
    if (slots === null) this.#isSet = false;
    else this.#slots.push(slots);
  }

  /** The roots by place, from 0 on, once the last row was taken. */
  end(): ReadonlyMap<number, RootOfRows> {
    this.#endOwner();
    return this.roots;
  }

  #endOwner(): void {
    if (this.#tree === null) return;
    this.#endSegment();
    this.roots.set(this.#place - 1, { root: this.#isSet ? this.#tree.hex() : null, users: this.#users });
    this.#tree = null;
    this.#users = 0;
    this.#isSet = true;
  }

  #endSegment(): void {
    const slots = this.#slots.length === 1 ? this.#slots[0]! : ascending(this.#slots);
    this.#slots = [];
    if (this.#segment < 0 || !isAscending(slots)) this.#isSet = false;
    if (!this.#isSet) return;
    this.#tree!.add(this.#segment, slots);
    this.#users += slots.length;
  }
}

/** The slots that a row stands for; null where it is none that is ever stored. */
function slotsOf({ slot, offsets, bitmap }: SetRow): ArrayLike<number> | null {
  if (slot !== WHOLE_SEGMENT) return offsets === null && bitmap === null ? [slot] : null;
  if (offsets !== null) return bitmap === null && offsets.length > 0 ? offsets : null;
  return bitmap?.length === SLOTS_MAX / BYTE_BITS ? slotsIn(bitmap) : null;
}

/** Bit 0 is the highest of the first byte. */
function slotsIn(bitmap: Uint8Array): Uint16Array {
  const slots = new Uint16Array(SLOTS_MAX);
  let count = 0;
  for (let at = 0; at < bitmap.length; at += 1) {
    for (let bits = bitmap[at]!; bits !== 0;) {
      const first = Math.clz32(bits) - (32 - BYTE_BITS);
      slots[count] = at * BYTE_BITS + first;
      count += 1;
      bits &= (0xff >> first) >> 1;
    }
  }
  return slots.subarray(0, count);
}

function ascending(parts: readonly ArrayLike<number>[]): number[] {
  return parts.flatMap((part) => Array.from(part)).sort((one, other) => one - other);
}

function isAscending(slots: ArrayLike<number>): boolean {
  let last = -1;
  for (let place = 0; place < slots.length; place += 1) {
    if (slots[place]! <= last) return false;
    last = slots[place]!;
  }
  return slots.length > 0 && last < SLOTS_MAX;
}
