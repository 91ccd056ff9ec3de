import { createPublicKey, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { cosignedMessage, splitTimestamp } from "./cosignature.js";
import { sha256 } from "./merkle-tree.js";
import { NotVerified } from "./not-verified.js";
import { fromBase64 } from "./strict-reading.js";

/** Keys that verify signed notes, in their text form `<name>+<id>+<base64>`. */

/** Signature types of C2SP signed-note: plain Ed25519, and Ed25519 over a cosigned checkpoint with its time. */
export const ED25519 = 1;
export const COSIGNATURE = 4;
const SIGNATURE_TYPES = [ED25519, COSIGNATURE] as const;
export type SignatureType = (typeof SIGNATURE_TYPES)[number];

export const KEY_BYTES = 32;
/** What DER puts in front of the 32 bytes of a key (RFC 8410). */
const PUBLIC_DER = Buffer.from("302a300506032b6570032100", "hex");

export interface VerifierKey {
  readonly name: string;
  readonly keyId: number;
  /** A witness's key: its signatures are cosignatures with a time. */
  readonly isCosigner: boolean;
  /** The whole key as text, as it may be handed to anybody. */
  readonly text: string;
  verify(this: void, noteText: string, signature: Uint8Array): boolean;
}

/** Reads a verifier's key of type 1 or 4. Throws `NotVerified` where it is malformed, or its id is not its own. */
export function parseVerifierKey(text: string): VerifierKey {
  const { name, keyId, type, key } = readKey(text, text);
  const publicKey = createPublicKey({ key: Buffer.concat([PUBLIC_DER, key]), format: "der", type: "spki" });
  if (keyId !== keyIdOf(name, type, key)) {
    throw new NotVerified(`the key of ${name} does not have the id it states`);
  }
  return { name, keyId, isCosigner: type === COSIGNATURE, text, verify: verifierOf(type, publicKey) };
}

/** Reads the three parts of a key, to verify or to sign with. `called` stands for the key in messages. */
export function readKey(text: string, called: string) {
  const [, name, id, base64] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text) ?? [];
  const bytes = fromBase64(base64 ?? "");
  if (name === undefined || bytes === null) {
    throw new NotVerified(`${called} is not of the form <name>+<id>+<base64>`);
  }
  const type = SIGNATURE_TYPES.find((known) => known === bytes[0]);
  if (type === undefined || bytes.length !== 1 + KEY_BYTES) {
    throw new NotVerified(`${called} is no key for Ed25519 signatures or cosignatures`);
  }
  return { name, keyId: parseInt(id!, 16), type, key: bytes.subarray(1) };
}

function verifierOf(type: SignatureType, key: KeyObject): VerifierKey["verify"] {
  if (type === ED25519) return (noteText, signature) => verify(null, Buffer.from(noteText), key, signature);
  return (noteText, signature) => {
    const { time, signature: own } = splitTimestamp(signature);
    return time !== null && verify(null, cosignedMessage(noteText, time), key, own);
  };
}

/** The id that a public key has under a name. */
export function keyIdOf(name: string, type: SignatureType, publicKey: Uint8Array): number {
  return sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicKey])).readUInt32BE();
}
