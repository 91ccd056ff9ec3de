import { hkdfSync } from "node:crypto";

const SALT = "disclosure-registry";

/**
 * Independent keys from one secret (HKDF-SHA-256, RFC 5869): one per purpose, so that a key that leaks opens nothing else.
 *
 * A purpose carries a version (`pseudonym/v1`); changing the text of one changes its key and orphans what it protected.
 */
export class Keyring {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** 32 bytes, the same for the same purpose for ever. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync("sha256", this.#secret, SALT, purpose, 32));
  }
}
