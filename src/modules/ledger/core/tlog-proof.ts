import type { Checkpoint, Trust } from "./checkpoint.js";
import { openCheckpoint } from "./checkpoint.js";
import { HASH_BYTES, leafHash, verifyInclusion } from "./merkle-tree.js";
import { NotVerified } from "./not-verified.js";
import { fromBase64, fromDecimal } from "./strict-reading.js";

/** Receipts: C2SP tlog-proof, with the leaf itself as its extra data, so that a receipt is all that is needed. */

const HEADER = "c2sp.org/tlog-proof@v1";
/** A path in a tree of at most 2^53 leaves. */
export const PROOF_HASHES_MAX = 53;

export interface TlogProof {
  /** The leaf's bytes. */
  readonly leaf: Uint8Array;
  readonly index: number;
  /** From the leaf's sibling up to the root's child. */
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint whose tree holds the leaf. */
  readonly checkpoint: string;
}

export function formatTlogProof({ leaf, index, hashes, checkpoint }: TlogProof): string {
  const lines = [HEADER, `extra ${base64(leaf)}`, `index ${index}`, ...hashes.map(base64), "", checkpoint];
  return lines.join("\n");
}

/** Reads a receipt and verifies nothing. Throws `NotVerified` naming the first line that is not as it must be. */
export function parseTlogProof(text: string): TlogProof {
  if (text.includes("\r"))
    throw new NotVerified("the receipt has Windows line ends; save it again with bare line feeds");
  const split = text.indexOf("\n\n");
  const [header, extra, index, ...path] = (split < 0 ? text : text.slice(0, split)).split("\n");
  if (header !== HEADER) throw new NotVerified(`the receipt does not begin with ${HEADER}`);
  const leaf = extra?.startsWith("extra ") ? fromBase64(extra.slice("extra ".length)) : null;
  if (leaf === null) throw new NotVerified("the receipt's second line does not hold the leaf");
  const place = index?.startsWith("index ") ? fromDecimal(index.slice("index ".length)) : null;
  if (place === null) throw new NotVerified("the receipt's third line does not hold the leaf's index");
  if (split < 0) throw new NotVerified("the receipt is cut off before its checkpoint");
  return { leaf, index: place, hashes: parseHashes(path, "the receipt"), checkpoint: text.slice(split + 2) };
}

/** Reads lines of one hash each. */
export function parseHashes(lines: readonly string[], of: string): Buffer[] {
  if (lines.length > PROOF_HASHES_MAX)
    throw new NotVerified(`${of} has ${lines.length} hashes, more than any tree`);
  return lines.map((line, place) => {
    const hash = fromBase64(line);
    if (hash?.length !== HASH_BYTES) throw new NotVerified(`${of}'s hash ${place + 1} is malformed`);
    return hash;
  });
}

/** Verifies a receipt. Throws `NotVerified` naming the first thing that does not hold. */
export function verifyTlogProof(text: string, trust: Trust): TlogProof & { readonly signed: Checkpoint } {
  const proof = parseTlogProof(text);
  const signed = openCheckpoint(proof.checkpoint, trust);
  const { index, leaf, hashes } = proof;
  if (index >= signed.size)
    throw new NotVerified(`the receipt's index ${index} is not in a tree of ${signed.size}`);
  if (
    !verifyInclusion({ index, size: signed.size, leafHash: leafHash(leaf), proof: hashes, root: signed.root })
  ) {
    throw new NotVerified("the receipt's hashes do not lead from its leaf to the root of its checkpoint");
  }
  return { ...proof, signed };
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
