import { CompactRange, HASH_BYTES, LEAF_PREFIX, sha256 } from "./merkle-tree.js";

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
export function segmentSalt(logSalt: Uint8Array, owner: SetOwner, segment: number): Buffer {
  return new SegmentSalts(logSalt, owner).of(segment);
}

const HMAC_BLOCK_BYTES = 64;
const UUID_BYTES = 16;

/**
 * HMAC-SHA-256 (RFC 2104) under the log's salt, over kind, event and segment. By two hashes of blocks that stay, because most sets are of
 * one user, and `createHmac` takes four times as long.
 */
class SegmentSalts {
  readonly #inner: Buffer;
  readonly #outer: Buffer;

  constructor(logSalt: Uint8Array, { kind, event }: SetOwner) {
    const { inner, outer } = keyBlocksOf(logSalt);
    const owner = `${kind} `;
    this.#inner = Buffer.allocUnsafe(HMAC_BLOCK_BYTES + owner.length + UUID_BYTES + SEGMENT_BYTES);
    this.#inner.set(inner);
    this.#inner.write(owner, HMAC_BLOCK_BYTES, "latin1");
    this.#inner.write(event.replaceAll("-", ""), HMAC_BLOCK_BYTES + owner.length, "hex");
    this.#outer = Buffer.allocUnsafe(HMAC_BLOCK_BYTES + HASH_BYTES);
    this.#outer.set(outer);
  }

  of(segment: number): Buffer {
    this.#inner.writeUInt32BE(segment, this.#inner.length - SEGMENT_BYTES);
    this.#outer.set(sha256(this.#inner), HMAC_BLOCK_BYTES);
    return sha256(this.#outer).subarray(0, SEGMENT_SALT_BYTES);
  }
}

interface KeyBlocks {
  readonly inner: Buffer;
  readonly outer: Buffer;
}

const keyBlocks = new WeakMap<Uint8Array, KeyBlocks>();

/** The two blocks that the salt alone decides. Most sets are of one user, and their owners have one salt in common. */
function keyBlocksOf(logSalt: Uint8Array): KeyBlocks {
  const known = keyBlocks.get(logSalt);
  if (known) return known;
  const made = { inner: padded(logSalt, 0x36), outer: padded(logSalt, 0x5c) };
  keyBlocks.set(logSalt, made);
  return made;
}

function padded(key: Uint8Array, pad: number): Buffer {
  const block = Buffer.alloc(HMAC_BLOCK_BYTES, pad);
  key.forEach((byte, place) => (block[place] = byte ^ pad));
  return block;
}

const SALT_AT = 1;
const SEGMENT_AT = SALT_AT + SEGMENT_SALT_BYTES;
const SLOTS_AT = SEGMENT_AT + SEGMENT_BYTES;

/** One buffer for all: a leaf of the small tree is hashed as soon as it is written. */
const leaf = Buffer.alloc(SLOTS_AT + SLOTS_MAX * SLOT_BYTES, LEAF_PREFIX);

/** The leaf of one segment in the small tree; `slots` ascending, each once. */
export function segmentHash(salt: Uint8Array, segment: number, slots: ArrayLike<number>): Buffer {
  leaf.set(salt, SALT_AT);
  leaf.writeUInt32BE(segment, SEGMENT_AT);
  let end = SLOTS_AT;
  for (let place = 0; place < slots.length; place += 1) {
    const slot = slots[place]!;
    leaf[end] = slot >> 8;
    leaf[end + 1] = slot;
    end += SLOT_BYTES;
  }
  return sha256(leaf.subarray(0, end));
}

/** Gathers the root over an event's users, segment by segment, in memory that does not grow with them. */
export class SetRoot {
  readonly #range = new CompactRange();
  readonly #salts: SegmentSalts;

  constructor(logSalt: Uint8Array, owner: SetOwner) {
    this.#salts = new SegmentSalts(logSalt, owner);
  }

  /** Adds the next segment, by number; `slots` ascending, each once. Answers its hash, for who wants to prove it later. */
  add(segment: number, slots: ArrayLike<number>): Buffer {
    const hash = segmentHash(this.#salts.of(segment), segment, slots);
    this.#range.append(hash);
    return hash;
  }

  /** The root in lower-case hexadecimal, as the leaf's line `users` holds it. */
  hex(): string {
    return this.#range.root().toString("hex");
  }
}
