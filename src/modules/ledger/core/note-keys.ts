import { createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { cosignedMessage, joinTimestamp } from "./cosignature.js";
import { NotVerified } from "./not-verified.js";
import { COSIGNATURE, ED25519, KEY_BYTES, keyIdOf, readKey } from "./verifier-key.js";
import type { SignatureType } from "./verifier-key.js";

export { parseVerifierKey } from "./verifier-key.js";
export type { VerifierKey } from "./verifier-key.js";

/** Keys that sign notes, in their text form `PRIVATE+KEY+<name>+<id>+<base64>`. */

const PRIVATE = "PRIVATE+KEY+";
/** What DER puts in front of the 32 bytes of a key (RFC 8410). */
const PRIVATE_DER = Buffer.from("302e020100300506032b657004220420", "hex");

export interface NoteSigner {
  readonly name: string;
  readonly keyId: number;
  /** The key that verifies what this one signs. */
  readonly verifierKey: string;
  sign(this: void, noteText: string): Buffer;
}

/** A witness's signer; the time is in seconds since 1970. */
export interface Cosigner extends Omit<NoteSigner, "sign"> {
  cosign(this: void, noteText: string, time: number): Buffer;
}

/** Reads a log's signing key. Throws `NotVerified`, without a part of the key in the message. */
export function parseSignerKey(text: string): NoteSigner {
  const { privateKey, ...signer } = readSigner(text, ED25519);
  return { ...signer, sign: (noteText) => sign(null, Buffer.from(noteText), privateKey) };
}

/** Reads a witness's signing key; as `parseSignerKey`. */
export function parseCosignerKey(text: string): Cosigner {
  const { privateKey, ...signer } = readSigner(text, COSIGNATURE);
  const signed = (noteText: string, time: number) => sign(null, cosignedMessage(noteText, time), privateKey);
  return { ...signer, cosign: (noteText, time) => joinTimestamp(time, signed(noteText, time)) };
}

/** A new signing key as text, for a log or for a witness. The name must hold neither blanks nor `+`. */
export function newSignerKey(name: string, kind: "log" | "witness" = "log"): string {
  const type = kind === "log" ? ED25519 : COSIGNATURE;
  const seed = randomBytes(KEY_BYTES);
  const publicKey = rawPublicKey(privateKeyOf(seed));
  return PRIVATE + keyText(name, keyIdOf(name, type, publicKey), type, seed);
}

/** The verifier's key of a log of this name that signs with the key whose 32 public bytes these are. */
export function verifierKeyOf(name: string, publicKey: Uint8Array): string {
  return keyText(name, keyIdOf(name, ED25519, publicKey), ED25519, publicKey);
}

function readSigner(text: string, wanted: SignatureType) {
  if (!text.startsWith(PRIVATE)) throw new NotVerified(`the signing key does not begin with ${PRIVATE}`);
  const { name, keyId, type, key } = readKey(text.slice(PRIVATE.length), "the signing key");
  if (type !== wanted) throw new NotVerified(`the signing key is of type ${type}, not ${wanted}`);
  const privateKey = privateKeyOf(key);
  const publicKey = rawPublicKey(privateKey);
  if (keyId !== keyIdOf(name, type, publicKey)) {
    throw new NotVerified(`the signing key of ${name} does not have the id it states`);
  }
  return { name, keyId, privateKey, verifierKey: keyText(name, keyId, type, publicKey) };
}

function keyText(name: string, keyId: number, type: SignatureType, key: Uint8Array): string {
  const base64 = Buffer.concat([Buffer.of(type), key]).toString("base64");
  return `${name}+${keyId.toString(16).padStart(8, "0")}+${base64}`;
}

const privateKeyOf = (seed: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([PRIVATE_DER, seed]), format: "der", type: "pkcs8" });

const rawPublicKey = (key: KeyObject) =>
  createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-KEY_BYTES);
