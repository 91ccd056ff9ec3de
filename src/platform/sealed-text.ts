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

/** Keys of each generation of a secret, oldest first; a `Keyring`. */
interface Generations {
  deriveOfEach(purpose: string): readonly Buffer[];
}

/** What texts of one purpose are sealed under: a key of each generation of the registry's secret (docs/secrets.md). */
export class SealingKeys {
  readonly #keys: readonly Buffer[];

  constructor(keyring: Generations, purpose: string) {
    this.#keys = keyring.deriveOfEach(purpose);
  }

  seal(generation: number, binding: string, text: string): Buffer {
    return seal(this.#keys[generation - 1]!, binding, text);
  }

  /** Throws like the function of this name, where no generation opens it. */
  unseal(binding: string, sealed: Buffer): string {
    return this.#open(binding, sealed).text;
  }

  /** The same text under another generation; null where it is sealed under that one already. */
  reseal(generation: number, binding: string, sealed: Buffer): Buffer | null {
    const opened = this.#open(binding, sealed);
    return opened.generation === generation ? null : this.seal(generation, binding, opened.text);
  }

  /** Nearly everything is of the newest generation, and the tag tells. */
  #open(binding: string, sealed: Buffer): { readonly generation: number; readonly text: string } {
    for (let generation = this.#keys.length; ; generation -= 1) {
      try {
        return { generation, text: unseal(this.#keys[generation - 1]!, binding, sealed) };
      } catch (error) {
        if (generation === 1) throw error;
      }
    }
  }
}
