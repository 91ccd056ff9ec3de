import type { Keyring } from "../../platform/keyring.js";
import type { Tx } from "../../platform/db/transaction.js";
import { generationToWrite } from "../../platform/secrets/secret-era.js";
import { hashOfToken } from "./core/api-key-format.js";

/** What API keys are stored as. */
export class KeyHashes {
  /** Of each generation of the secret, oldest first. A hash is a fact, so that it stays what it is. */
  readonly #hashKeys: readonly Buffer[];

  constructor(keyring: Keyring) {
    this.#hashKeys = keyring.deriveOfEach("api-key/v1");
  }

  /** All that a key may be stored as. */
  allOf(token: string): Buffer[] {
    return this.#hashKeys.map((key) => hashOfToken(key, token));
  }

  /** What a key is stored as that is made now. */
  async newOf(tx: Tx, token: string): Promise<Buffer> {
    return hashOfToken(this.#hashKeys[(await generationToWrite(tx)) - 1]!, token);
  }
}
