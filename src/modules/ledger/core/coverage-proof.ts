import type { Trust } from "./checkpoint.js";
import type { Leaf } from "./leaf-text.js";
import { parseLeaf, USERS_LINE } from "./leaf-text.js";
import { verifyInclusion } from "./merkle-tree.js";
import { NotVerified } from "./not-verified.js";
import { SEGMENT_SALT_BYTES, segmentHash, SLOTS_MAX } from "./set-root.js";
import { fromBase64, fromDecimal } from "./strict-reading.js";
import { parseHashes, verifyTlogProof } from "./tlog-proof.js";

/**
 * The proof that one user is among the users of one event: the user's segment, its path to the root in the event's leaf, and
 * the receipt of that leaf. Of other users it shows the numbers of one segment, nothing else.
 */

const HEADER = "disclosure-registry/coverage-proof/v1";

export interface CoverageProof {
  readonly segment: number;
  /** The segment's own salt, 16 bytes. */
  readonly salt: Uint8Array;
  /** All users of the segment, ascending. */
  readonly slots: ArrayLike<number>;
  /** The user's place in the segment. */
  readonly slot: number;
  /** Where the segment is among the event's segments, and how many those are. */
  readonly position: number;
  readonly segments: number;
  /** From the segment's sibling up to the child of the root. */
  readonly hashes: readonly Uint8Array[];
  /** The C2SP tlog-proof of the event's leaf. */
  readonly receipt: string;
}

export function formatCoverageProof(proof: CoverageProof): string {
  const lines = [
    HEADER,
    `segment ${proof.segment}`,
    `salt ${base64(proof.salt)}`,
    `slots ${Array.from(proof.slots).join(" ")}`,
    `slot ${proof.slot}`,
    `position ${proof.position}`,
    `segments ${proof.segments}`,
    ...proof.hashes.map(base64),
    "",
    proof.receipt,
  ];
  return lines.join("\n");
}

/** Reads a coverage proof and verifies nothing. Throws `NotVerified` naming the first line that is not as it must be. */
export function parseCoverageProof(text: string): CoverageProof {
  if (text.includes("\r"))
    throw new NotVerified("the proof has Windows line ends; save it again with bare line feeds");
  const split = text.indexOf("\n\n");
  if (split < 0) throw new NotVerified("the proof is cut off before its receipt");
  const [header, segment, salt, slots, slot, position, segments, ...path] = text.slice(0, split).split("\n");
  if (header !== HEADER) throw new NotVerified(`the proof does not begin with ${HEADER}`);
  return {
    segment: field("segment", segment, fromDecimal),
    salt: field("salt", salt, fromBase64),
    slots: field("slots", slots, readSlots),
    slot: field("slot", slot, fromDecimal),
    position: field("position", position, fromDecimal),
    segments: field("segments", segments, fromDecimal),
    hashes: parseHashes(path, "the proof"),
    receipt: text.slice(split + 2),
  };
}

export interface ProvenCoverage {
  /** The number that stands for the user in the register. */
  readonly userNumber: number;
  readonly index: number;
  readonly leaf: Leaf;
}

/** Verifies a coverage proof. Throws `NotVerified` naming the first thing that does not hold. */
export function verifyCoverageProof(text: string, trust: Trust): ProvenCoverage {
  const proof = parseCoverageProof(text);
  const { segment, salt, slots, slot, position, segments, hashes } = proof;
  if (salt.length !== SEGMENT_SALT_BYTES) throw new NotVerified("the proof's salt does not have 16 bytes");
  if (segment > 0xffff_ffff) throw new NotVerified("the proof's segment is out of range");
  if (!Array.from(slots).includes(slot))
    throw new NotVerified(`the proof's slots do not include its slot ${slot}`);
  const { leaf, index } = verifyTlogProof(proof.receipt, trust);
  const event = parseLeaf(leaf);
  const root = Buffer.from(event.values.get(USERS_LINE) ?? "", "hex");
  const inSet = {
    index: position,
    size: segments,
    leafHash: segmentHash(salt, segment, slots),
    proof: hashes,
    root,
  };
  if (!verifyInclusion(inSet)) {
    throw new NotVerified("the proof's segment does not lead to the root of users in the leaf");
  }
  return { userNumber: segment * SLOTS_MAX + slot, index, leaf: event };
}

/** What stands behind a line's name, read. */
function field<T>(name: string, line: string | undefined, read: (value: string) => T | null): T {
  const value = line?.startsWith(`${name} `) ? read(line.slice(name.length + 1)) : null;
  if (value === null) throw new NotVerified(`the proof's line "${name}" is missing or malformed`);
  return value;
}

/** Slots in strictly ascending order, as they were hashed. */
function readSlots(text: string): number[] | null {
  const slots = text.split(" ").map(fromDecimal);
  const ascends = slots.every(
    (slot, place) => slot !== null && slot < SLOTS_MAX && (place === 0 || slot > slots[place - 1]!),
  );
  return ascends ? (slots as number[]) : null;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
