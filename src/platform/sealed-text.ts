import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** AES-256-GCM (NIST SP 800-38D): 12 bytes of nonce, the ciphertext, 16 bytes of tag. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a text and binds it to the row that holds it, so that bytes moved to another row do not open. `binding` says which row
 * that is: `subject 12`.
 */
export function seal(key: Buffer, binding: string, text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(binding, "utf8"));
  return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
}

/** Throws where the bytes were changed, belong to another row, or were sealed under another key. */
export function unseal(key: Buffer, binding: string, sealed: Buffer): string {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(Buffer.from(binding, "utf8"))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  return text.toString("utf8");
}
