import { NotVerified } from "./not-verified.js";
import type { VerifierKey } from "./verifier-key.js";
import { parseNote, parseSignatureLines, withSignatures } from "./signed-note.js";

/**
 * The checkpoint with a witness's cosignature added. What others signed is left aside.
 *
 * @param checkpoint the signed note the witness was sent
 * @param lines the signature lines it answered
 * @param witness the key its cosignature must verify with
 * @throws NotVerified where a line is malformed, none is the witness's, or one of its own is wrong
 */
export function withCosignature(checkpoint: string, lines: string, witness: VerifierKey): string {
  const { text } = parseNote(checkpoint);
  const own = parseSignatureLines(lines).filter(
    ({ name, keyId }) => name === witness.name && keyId === witness.keyId,
  );
  if (own.length === 0) throw new NotVerified(`the answer holds no cosignature by ${witness.name}`);
  if (own.some(({ signature }) => !witness.verify(text, signature))) {
    throw new NotVerified(`the cosignature by ${witness.name} is wrong`);
  }
  return withSignatures(checkpoint, own.slice(0, 1));
}
