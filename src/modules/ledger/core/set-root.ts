import { createHmac } from "node:crypto";
import { CompactRange, leafHash } from "./merkle-tree.js";

/**
 * The root over the users of one event: a small Merkle tree with a leaf for each segment of user numbers, in ascending order.
 * Each leaf is salted, so that showing one segment tells nothing of the others, and hashed over plain numbers, so that it does
 * not depend on how a segment is stored.
 */

/** Users of one segment; a user's number is `segment` × 4,096 + slot. */
export const SLOTS_MAX = 4096;
export const SEGMENT_SALT_BYTES = 16;
const SEGMENT_BYTES = 4;
const SLOT_BYTES = 2;

/** Whose users: the kind of event, which is its table's name, and its uuid. */
export interface SetOwner {
  readonly kind: string;
  readonly event: string;
}

/** The salt of one segment of one event's users, out of the log's salt of 32 bytes. */
export function segmentSalt(logSalt: Uint8Array, { kind, event }: SetOwner, segment: number): Buffer {
  const owner = Buffer.from(`${kind} `);
  const uuid = Buffer.from(event.replaceAll("-", ""), "hex");
  return createHmac("sha256", logSalt)
    .update(Buffer.concat([owner, uuid, uint32(segment)]))
    .digest()
    .subarray(0, SEGMENT_SALT_BYTES);
}

/** The leaf of one segment in the small tree; `slots` ascending, each once. */
export function segmentHash(salt: Uint8Array, segment: number, slots: ArrayLike<number>): Buffer {
  const numbers = Buffer.allocUnsafe(slots.length * SLOT_BYTES);
  for (let place = 0; place < slots.length; place += 1)
    numbers.writeUInt16BE(slots[place]!, place * SLOT_BYTES);
  return leafHash(Buffer.concat([salt, uint32(segment), numbers]));
}

/** Gathers the root over an event's users, segment by segment, in memory that does not grow with them. */
export class SetRoot {
  readonly #range = new CompactRange();

  constructor(
    private readonly logSalt: Uint8Array,
    private readonly owner: SetOwner,
  ) {}

  /** Adds the next segment, by number; `slots` ascending, each once. Answers its hash, for who wants to prove it later. */
  add(segment: number, slots: ArrayLike<number>): Buffer {
    const hash = segmentHash(segmentSalt(this.logSalt, this.owner, segment), segment, slots);
    this.#range.append(hash);
    return hash;
  }

  /** The root in lower-case hexadecimal, as the leaf's line `users` holds it. */
  hex(): string {
    return this.#range.root().toString("hex");
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(SEGMENT_BYTES);
  bytes.writeUInt32BE(value);
  return bytes;
}
