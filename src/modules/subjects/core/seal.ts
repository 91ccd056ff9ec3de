import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { SubjectNumber } from "./subject-number.js";

/** AES-256-GCM (NIST SP 800-38D): 12 bytes of nonce, the ciphertext, 16 bytes of tag. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts a reference and binds it to its user's number, so that a sealed reference moved to another row does not open. */
export function seal(key: Buffer, number: SubjectNumber, reference: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(bindingOf(number));
  return Buffer.concat([nonce, cipher.update(reference, "utf8"), cipher.final(), cipher.getAuthTag()]);
}

/** Throws where the bytes were changed, belong to another user, or were sealed under another key. */
export function unseal(key: Buffer, number: SubjectNumber, sealed: Buffer): string {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(bindingOf(number))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  return text.toString("utf8");
}

function bindingOf(number: SubjectNumber): Buffer {
  return Buffer.from(`subject ${number}`, "latin1");
}
