import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { RecentAnswer } from "../../platform/recent-answer.js";
import { addressCheckOf } from "./allowed-addresses.js";
import { listSecretsInUse, type SecretInUse } from "./api-keys.repository.js";

type ByHash = ReadonlyMap<string, SecretInUse>;

/**
 * The secrets that work, as of a moment ago. An address that may try out no more keys is answered from here: however many it tries, the
 * database is asked once in that moment, and a good key of the same address still gets in.
 */
export class SecretsInUse {
  readonly #known: RecentAnswer<ByHash>;

  /** @param knownMs how old what is known may be */
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    knownMs: number,
  ) {
    this.#known = new RecentAnswer(() => this.#list(), knownMs);
  }

  /** Whether one of these hashes is of a secret that may be used from the address. */
  async includeAny(hashes: readonly Buffer[], address: string): Promise<boolean> {
    const byHash = await this.#known.get();
    return hashes.some((hash) => {
      const secret = byHash.get(hash.toString("base64"));
      return secret !== undefined && addressCheckOf(secret)(address);
    });
  }

  /** For after a secret was added. */
  forget(): void {
    this.#known.forget();
  }

  async #list(): Promise<ByHash> {
    const secrets = await listSecretsInUse(this.dataSource.manager, this.clock.now());
    return new Map(secrets.map((secret) => [secret.secretHash.toString("base64"), secret]));
  }
}
