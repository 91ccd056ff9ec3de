import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { cosignedMessage, joinTimestamp, splitTimestamp } from "./cosignature.js";
import { sha256 } from "./merkle-tree.js";
import { NotVerified } from "./not-verified.js";
import { fromBase64 } from "./strict-reading.js";

/** Keys of signed notes in their text forms: `<name>+<id>+<base64>` to verify, `PRIVATE+KEY+<name>+<id>+<base64>` to sign. */

/** Signature types of C2SP signed-note: plain Ed25519, and Ed25519 over a cosigned checkpoint with its time. */
const ED25519 = 1;
const COSIGNATURE = 4;
const SIGNATURE_TYPES = [ED25519, COSIGNATURE] as const;
type SignatureType = (typeof SIGNATURE_TYPES)[number];

const PRIVATE = "PRIVATE+KEY+";
const KEY_BYTES = 32;
/** What DER puts in front of the 32 bytes of a key (RFC 8410). */
const PUBLIC_DER = Buffer.from("302a300506032b6570032100", "hex");
const PRIVATE_DER = Buffer.from("302e020100300506032b657004220420", "hex");

export interface VerifierKey {
  readonly name: string;
  readonly keyId: number;
  /** A witness's key: its signatures are cosignatures with a time. */
  readonly isCosigner: boolean;
  /** The whole key as text, as it may be handed to anybody. */
  readonly text: string;
  verify(this: void, noteText: string, signature: Uint8Array): boolean;
}

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

/** Reads a verifier's key of type 1 or 4. Throws `NotVerified` where it is malformed, or its id is not its own. */
export function parseVerifierKey(text: string): VerifierKey {
  const { name, keyId, type, key } = readKey(text, text);
  const publicKey = createPublicKey({ key: Buffer.concat([PUBLIC_DER, key]), format: "der", type: "spki" });
  if (keyId !== keyIdOf(name, type, key))
    throw new NotVerified(`the key of ${name} does not have the id it states`);
  return { name, keyId, isCosigner: type === COSIGNATURE, text, verify: verifierOf(type, publicKey) };
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

/** `called` stands for the key in messages. */
function readKey(text: string, called: string) {
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

function keyIdOf(name: string, type: SignatureType, publicKey: Uint8Array): number {
  return sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicKey])).readUInt32BE();
}

function keyText(name: string, keyId: number, type: SignatureType, key: Uint8Array): string {
  const base64 = Buffer.concat([Buffer.of(type), key]).toString("base64");
  return `${name}+${keyId.toString(16).padStart(8, "0")}+${base64}`;
}

const privateKeyOf = (seed: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([PRIVATE_DER, seed]), format: "der", type: "pkcs8" });

const rawPublicKey = (key: KeyObject) =>
  createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-KEY_BYTES);
