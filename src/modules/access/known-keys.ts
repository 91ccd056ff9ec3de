import { hash, randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Caller } from "../../platform/graphql/context.js";
import { addressCheckOf } from "./allowed-addresses.js";
import type { ApiKeyOfSecret } from "./api-key-row.js";
import { permissionsOf } from "./core/permissions.js";
import { rowScopeOf } from "./core/read-scope.js";

/** How long a process may go on trusting a key that another process has revoked, or a secret it has ended. */
export const KNOWN_KEY_MS = 5_000;
const CACHE_KEYS_MAX = 10_000;

/** A key as it was looked up. */
export interface KnownKey {
  readonly row: ApiKeyOfSecret;
  readonly allows: (address: string) => boolean;
  readonly caller: Caller;
}

export function knownKeyOf(row: ApiKeyOfSecret): KnownKey {
  return { row, allows: addressCheckOf(row), caller: callerOf(row) };
}

/** The keys that were looked up in the last seconds. */
export class KnownKeys {
  readonly #byHash = new LRUCache<string, KnownKey>({ max: CACHE_KEYS_MAX, ttl: KNOWN_KEY_MS });
  /** Of this process alone: no key stands in memory for longer than its request, and its hash here is of use nowhere else. */
  readonly #word = randomBytes(32).toString("base64");

  get(token: string): KnownKey | undefined {
    return this.#byHash.get(this.#hashOf(token));
  }

  set(token: string, key: KnownKey): void {
    this.#byHash.set(this.#hashOf(token), key);
  }

  clear(): void {
    this.#byHash.clear();
  }

  /** Takes a tenth of the time of the hash that a key is stored as. */
  #hashOf(token: string): string {
    return hash("sha256", this.#word + token, "base64");
  }
}

function callerOf(row: ApiKeyOfSecret): Caller {
  const scope = rowScopeOf(row);
  return {
    keyId: row.id,
    name: row.name,
    roles: [row.role],
    permissions: permissionsOf(row.role, scope !== null),
    recipients: new Set(row.recipients),
    scope,
    ...(row.trustedDocuments && { documents: new Set(row.trustedDocuments) }),
  };
}
