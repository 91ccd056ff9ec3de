import { hash } from "node:crypto";

/**
 * The Merkle tree of RFC 6962, section 2.1: SHA-256, leaves and inner nodes told apart by their first byte. Sizes and indices
 * are whole numbers up to 2^53 - 1, so that they are never shifted as 32-bit numbers.
 */

export const HASH_BYTES = 32;
export const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** The root of a tree without leaves. */
export const EMPTY_ROOT: Buffer = sha256(Buffer.alloc(0));

/** By way of a text, which costs half as much as the buffer that Node would make: one with memory of its own for 32 bytes. */
export function sha256(bytes: Uint8Array): Buffer {
  return Buffer.from(hash("sha256", bytes, "binary"), "latin1");
}

/** The hash of a leaf whose bytes these are. */
export function leafHash(leaf: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(1 + leaf.length);
  bytes[0] = LEAF_PREFIX;
  bytes.set(leaf, 1);
  return sha256(bytes);
}

const node = Buffer.alloc(1 + 2 * HASH_BYTES, NODE_PREFIX);

/** The hash of an inner node over two hashes of 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return sha256(node);
}

/** The root over two or more neighbouring nodes, widest first, as a tree whose size is no power of two ends in. */
export function foldNodes(nodes: readonly Uint8Array[]): Buffer {
  return Buffer.from(nodes.reduceRight((right, left) => nodeHash(left, right)));
}

/**
 * The right edge of a growing tree: the roots of its complete subtrees, widest first. Enough to append leaves and to tell the
 * root, in memory that grows with the logarithm of the size.
 */
export class CompactRange {
  readonly #nodes: Buffer[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Appends a leaf by its hash. */
  append(hashOfLeaf: Buffer): void {
    let complete = hashOfLeaf;
    for (let left = this.#size; left % 2 === 1; left = Math.floor(left / 2)) {
      complete = nodeHash(this.#nodes.pop()!, complete);
    }
    this.#nodes.push(complete);
    this.#size += 1;
  }

  /** The root of all leaves appended so far. */
  root(): Buffer {
    return this.#size === 0 ? EMPTY_ROOT : foldNodes(this.#nodes);
  }
}

/** The root of the tree with these leaf hashes. */
export function rootOf(leafHashes: Iterable<Buffer>): Buffer {
  const range = new CompactRange();
  for (const each of leafHashes) range.append(each);
  return range.root();
}

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  /** From the leaf's sibling up to the root's child. */
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** Whether the proof leads from the leaf at `index` to the root of the tree of `size` leaves (RFC 9162, section 2.1.3.2). */
export function verifyInclusion({ index, size, leafHash: leaf, proof, root }: Inclusion): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, ...proof])) return false;
  const sides = sidesOfSiblings(index, size - 1);
  return sides.length === proof.length && equal(climb(leaf, proof, sides), root);
}

export interface Consistency {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether the proof shows that the tree of `to` leaves begins with the tree of `from` leaves (RFC 9162, section 2.1.4.2). Every
 * tree begins with the empty one, so a proof from size 0 shows nothing and is refused.
 */
export function verifyConsistency({ from, to, fromRoot, toRoot, proof }: Consistency): boolean {
  if (!isCount(from) || !isCount(to) || from === 0 || from > to || !areHashes(proof)) return false;
  if (from === to) return proof.length === 0 && equal(fromRoot, toRoot);
  let place = from - 1;
  let last = to - 1;
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  // Where the old tree is complete, its root is the proof's unspoken first node.
  const [first, ...siblings] = place === 0 ? [fromRoot, ...proof] : proof;
  const sides = sidesOfSiblings(place, last);
  if (first?.length !== HASH_BYTES || sides.length !== siblings.length) return false;
  const inOlder = siblings.filter((_, at) => sides[at] === "left");
  const older = climb(first, inOlder, Array<"left">(inOlder.length).fill("left"));
  return equal(older, fromRoot) && equal(climb(first, siblings, sides), toRoot);
}

/**
 * On which side of the way up each sibling stands, from the node at `place` to the root, where `last` is the last node of the
 * level. A node at the right edge without a left sibling is its own parent.
 */
function sidesOfSiblings(place: number, last: number): ("left" | "right")[] {
  const sides: ("left" | "right")[] = [];
  for (; last > 0; [place, last] = [half(place), half(last)]) {
    if (place % 2 === 1) sides.push("left");
    else if (place < last) sides.push("right");
  }
  return sides;
}

function climb(
  from: Uint8Array,
  siblings: readonly Uint8Array[],
  sides: readonly ("left" | "right")[],
): Uint8Array {
  return siblings.reduce(
    (reached, sibling, at) =>
      sides[at] === "left" ? nodeHash(sibling, reached) : nodeHash(reached, sibling),
    from,
  );
}

const half = (count: number) => Math.floor(count / 2);
const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
const areHashes = (values: readonly Uint8Array[]) => values.every(({ length }) => length === HASH_BYTES);
const equal = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;
