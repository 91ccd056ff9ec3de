import { EMPTY_ROOT, HASH_BYTES } from "./merkle-tree.js";
import { NotVerified } from "./not-verified.js";
import type { VerifierKey } from "./verifier-key.js";
import { openNote } from "./signed-note.js";
import { fromBase64, fromDecimal } from "./strict-reading.js";

/** Checkpoints (C2SP tlog-checkpoint): what a log's tree was at one size. */

export interface Checkpoint {
  /** The log's name. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/** The text that is signed, with its last line end. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString("base64")}\n`;
}

/** Reads the text of a checkpoint, extension lines allowed. Throws `NotVerified` naming the line that is not as it must be. */
export function parseCheckpointText(text: string): Checkpoint {
  const [origin, size, root, ...extensions] = text.split("\n").slice(0, -1);
  if (origin === undefined || origin === "") throw new NotVerified("the checkpoint has no origin");
  const leaves = fromDecimal(size ?? "");
  if (leaves === null) throw new NotVerified("the checkpoint's second line is no size");
  const hash = fromBase64(root ?? "");
  if (hash?.length !== HASH_BYTES) throw new NotVerified("the checkpoint's third line is no root hash");
  if (leaves === 0 && !hash.equals(EMPTY_ROOT))
    throw new NotVerified("the checkpoint's root is not that of an empty tree, though its size is 0");
  if (extensions.includes("")) throw new NotVerified("the checkpoint has an empty extension line");
  return { origin, size: leaves, root: hash };
}

/** Whose signatures a checkpoint must carry. */
export interface Trust {
  /** The log's key; its name is the origin of the checkpoints it signs. */
  readonly log: VerifierKey;
  /** Each must have cosigned. */
  readonly witnesses: readonly VerifierKey[];
}

/**
 * Reads and verifies a signed checkpoint. Throws `NotVerified` where the log or one of the witnesses has not signed it, any
 * of their signatures is wrong, or it is another log's.
 */
export function openCheckpoint(note: string | Uint8Array, { log, witnesses }: Trust): Checkpoint {
  const { text, signedBy } = openNote(note, [log, ...witnesses]);
  const missing = [log, ...witnesses].find((key) => !signedBy.includes(key));
  if (missing !== undefined) throw new NotVerified(`the checkpoint is not signed by ${missing.name}`);
  const checkpoint = parseCheckpointText(text);
  if (checkpoint.origin !== log.name) {
    throw new NotVerified(`the checkpoint is of the log ${checkpoint.origin}, not of ${log.name}`);
  }
  return checkpoint;
}
