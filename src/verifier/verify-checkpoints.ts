import type { Checkpoint } from "../modules/ledger/core/checkpoint.js";
import { verifyConsistency } from "../modules/ledger/core/merkle-tree.js";
import { NotVerified } from "../modules/ledger/core/not-verified.js";
import { parseHashes } from "../modules/ledger/core/tlog-proof.js";
import { consistencyProof, nodesFromTiles } from "../modules/ledger/core/tree-proofs.js";
import { tilesOf } from "./log-source.js";
import type { LogSource } from "./log-source.js";

/** Verifies that the newer tree begins with the older one. `proofBetween` is asked only where a proof can tell anything. */
export async function verifyBetween(
  older: Checkpoint,
  newer: Checkpoint,
  proofBetween: (from: number, to: number) => Promise<readonly Buffer[]>,
): Promise<void> {
  if (older.size > newer.size) {
    throw new NotVerified(
      `the newer checkpoint's tree has ${newer.size} leaves, the older one's ${older.size}: leaves were cut off, or the older one was not named first`,
    );
  }
  // Every tree begins with the empty one, of which no other root is read.
  if (older.size === 0) return;
  const [from, to] = [older.size, newer.size];
  const proof = from === to ? [] : await proofBetween(from, to);
  if (verifyConsistency({ from, to, fromRoot: older.root, toRoot: newer.root, proof })) return;
  throw new NotVerified(
    from === to
      ? `the two checkpoints have different roots for the same ${from} leaves: the log has two histories`
      : `the tree of ${to} leaves does not begin with that of ${from}: leaves were changed, removed or put in, or the proof is another's`,
  );
}

/** A proof as the registry gives it: a hash a line. */
export function proofFromText(text: string): Buffer[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  return parseHashes(lines, "the proof");
}

/** The proof, put together from the log's own tiles. */
export async function proofFromLog(log: LogSource, from: number, to: number): Promise<Buffer[]> {
  return consistencyProof(from, to, nodesFromTiles(to, tilesOf(log)));
}
