import { NotVerified } from "./not-verified.js";
import type { NoteSigner } from "./note-keys.js";
import type { VerifierKey } from "./verifier-key.js";
import { fromBase64, strictText } from "./strict-reading.js";

/** Signed notes (C2SP signed-note): a text, an empty line, and a line for each signature. */

/** A note is refused beyond these; the specification asks for 16 signatures at least. */
export const SIGNATURES_MAX = 64;
export const NOTE_BYTES_MAX = 524_288;
const KEY_ID_BYTES = 4;
const SIGNATURE_LINE = /^— ([^\s+]+) (\S+)$/u;

export interface NoteSignature {
  readonly name: string;
  readonly keyId: number;
  readonly signature: Buffer;
}

export interface SignedNote {
  /** What is signed, with its last line end. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Reads a note and verifies nothing. Throws `NotVerified` naming the first line that is not as it must be. */
export function parseNote(note: string | Uint8Array): SignedNote {
  const whole = noteText(note);
  const split = whole.lastIndexOf("\n\n");
  if (split < 0) throw new NotVerified("the note has no empty line between its text and its signatures");
  return { text: whole.slice(0, split + 1), signatures: readSignatures(whole.slice(split + 2)) };
}

/**
 * Reads a note and verifies it: every signature by one of `keys` must be right, and one at least must be there. Signatures by
 * other keys are ignored.
 *
 * @returns the note, and those of the keys that signed it.
 */
export function openNote(
  note: string | Uint8Array,
  keys: readonly VerifierKey[],
): SignedNote & { readonly signedBy: readonly VerifierKey[] } {
  const parsed = parseNote(note);
  const signedBy = keys.filter((key) => {
    const own = parsed.signatures.filter(({ name, keyId }) => name === key.name && keyId === key.keyId);
    if (own.some(({ signature }) => !key.verify(parsed.text, signature))) {
      throw new NotVerified(`the signature by ${key.name} is wrong`);
    }
    return own.length > 0;
  });
  if (signedBy.length === 0) {
    throw new NotVerified(`the note is not signed by ${keys.map(({ name }) => name).join(" or ")}`);
  }
  return { ...parsed, signedBy };
}

/** The note with this text, which ends in a line end, signed by each of the keys. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  return withSignatures(
    `${text}\n`,
    signers.map(({ name, keyId, sign }) => ({ name, keyId, signature: sign(text) })),
  );
}

/** The note with these signatures added at its end. */
export function withSignatures(note: string, signatures: readonly NoteSignature[]): string {
  return note + signatures.map(signatureLine).join("");
}

/** Signature lines as a witness answers them: no text, nothing else. Throws `NotVerified` like `parseNote`. */
export function parseSignatureLines(lines: string | Uint8Array): readonly NoteSignature[] {
  return readSignatures(noteText(lines));
}

function readSignatures(text: string): NoteSignature[] {
  if (text !== "" && !text.endsWith("\n")) throw new NotVerified("the note is cut off in its last line");
  const lines = text.split("\n").slice(0, -1);
  if (lines.length === 0) throw new NotVerified("the note has no signature");
  if (lines.length > SIGNATURES_MAX) {
    throw new NotVerified(`the note has ${lines.length} signatures, more than ${SIGNATURES_MAX}`);
  }
  return lines.map(parseSignature);
}

function signatureLine({ name, keyId, signature }: NoteSignature): string {
  const id = Buffer.alloc(KEY_ID_BYTES);
  id.writeUInt32BE(keyId);
  return `— ${name} ${Buffer.concat([id, signature]).toString("base64")}\n`;
}

function parseSignature(line: string, place: number): NoteSignature {
  const [, name, base64] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = fromBase64(base64 ?? "");
  if (name === undefined || bytes === null || bytes.length <= KEY_ID_BYTES) {
    throw new NotVerified(`the note's signature line ${place + 1} is malformed`);
  }
  return { name, keyId: bytes.readUInt32BE(), signature: bytes.subarray(KEY_ID_BYTES) };
}

/** The note as text, held to what every note must be. */
function noteText(note: string | Uint8Array): string {
  const bytes = typeof note === "string" ? Buffer.from(note) : note;
  if (bytes.length > NOTE_BYTES_MAX) {
    throw new NotVerified(`the note has ${bytes.length} bytes, more than ${NOTE_BYTES_MAX}`);
  }
  const text = strictText(bytes, "the note");
  if (text.includes("\r"))
    throw new NotVerified("the note has Windows line ends; only the bare line feed is signed");
  if (/[\0-\x09\x0b-\x1f]/.test(text)) throw new NotVerified("the note holds a control character");
  return text;
}
