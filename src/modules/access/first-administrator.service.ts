import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { inTransaction, type Tx } from "../../platform/db/transaction.js";
import { badInput } from "../../platform/errors.js";
import type { Keyring } from "../../platform/keyring.js";
import { isMistyped, newApiKey, newKeyId, type NewApiKey } from "./core/api-key-format.js";
import { countApiKeys, findApiKeyByHash, insertApiKey, lockFirstKey } from "./api-keys.repository.js";
import { KeyHashes } from "./key-hashes.js";

/** Sees to it at each start that an administrator can get in. */
export class FirstAdministrator {
  readonly #hashes: KeyHashes;

  constructor(
    private readonly dataSource: DataSource,
    keyring: Keyring,
    private readonly clock: Clock,
  ) {
    this.#hashes = new KeyHashes(keyring);
  }

  /**
   * Stores the configured key where it is not known yet, or makes one on the first start. Answers the key made, to be printed once, or null
   * where nothing is to be shown. Several starts at once make one.
   *
   * Throws AppError for a configured key that no request could get in with.
   */
  async ensure(configured: string | null): Promise<string | null> {
    if (configured !== null && isMistyped(configured)) {
      throw badInput([
        {
          field: "ADMIN_API_KEY",
          message:
            "A key that begins with dr_ is one the registry made, and this one is incomplete or mistyped. Copy it again, or set one that begins otherwise.",
        },
      ]);
    }
    return inTransaction(this.dataSource, async (tx) => {
      await lockFirstKey(tx);
      if (configured !== null) {
        if (!(await findApiKeyByHash(tx, this.#hashes.allOf(configured))))
          await this.#insert(tx, { id: newKeyId(), token: configured });
        return null;
      }
      if ((await countApiKeys(tx)) > 0) return null;
      const made = newApiKey();
      await this.#insert(tx, made);
      return made.token;
    });
  }

  async #insert(tx: Tx, { id, token }: NewApiKey): Promise<void> {
    const administrator = {
      id,
      name: "Administrator",
      role: "ADMIN",
      recipients: [],
      purposes: null,
      createdAt: this.clock.now(),
      createdBy: null,
      expiresAt: null,
      allowedAddresses: null,
      trustedDocuments: null,
    } as const;
    await insertApiKey(tx, administrator, await this.#hashes.newOf(tx, token));
  }
}
