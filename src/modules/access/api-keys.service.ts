import { LRUCache } from "lru-cache";
import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { inTransaction } from "../../platform/db/transaction.js";
import { pageOf } from "../../platform/db/keyset.js";
import { AppError, badInput, type FieldProblem } from "../../platform/errors.js";
import type { ConnectionPage, PageRequest } from "../../platform/graphql/connection.js";
import type { Caller } from "../../platform/graphql/context.js";
import type { LoaderDefinition } from "../../platform/graphql/loaders.js";
import type { Keyring } from "../../platform/keyring.js";
import { hashOfToken, isKeyId, isMistyped, newApiKey, newKeyId } from "./core/api-key-format.js";
import { permissionsOf, type Role } from "./core/permissions.js";
import {
  countApiKeys,
  findApiKeyByHash,
  findApiKeyById,
  findApiKeyNames,
  insertApiKey,
  insertRevocation,
  listApiKeys,
  lockFirstKey,
} from "./api-keys.repository.js";
import type { ApiKeyRow } from "./api-key-row.js";

const NAME_CHARS_MAX = 100;
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f]/;
/** How long a process may go on trusting a key that another process has revoked. */
const CACHE_MS = 5_000;
const CACHE_KEYS_MAX = 10_000;

export interface CreateApiKey {
  readonly name: string;
  readonly role: Role;
  readonly expiresAt?: Date | null;
}

export interface CreatedApiKey {
  readonly row: ApiKeyRow;
  /** The whole key, shown this once. */
  readonly token: string;
}

/** API keys: who may call, and as what. Only keyed hashes are stored. */
export class ApiKeysService {
  readonly #hashKey: Buffer;
  readonly #known = new LRUCache<string, ApiKeyRow>({ max: CACHE_KEYS_MAX, ttl: CACHE_MS });

  constructor(
    private readonly dataSource: DataSource,
    keyring: Keyring,
    private readonly clock: Clock,
  ) {
    this.#hashKey = keyring.derive("api-key/v1");
  }

  /** The caller a key stands for. Throws UNAUTHENTICATED where there is none, or none any more. */
  async authenticate(token: string): Promise<Caller> {
    if (isMistyped(token)) {
      throw unauthenticated(
        "The API key is incomplete or mistyped: copy it again, from dr_ to its last character.",
      );
    }
    const hash = hashOfToken(this.#hashKey, token);
    const cacheKey = hash.toString("base64");
    const known = this.#known.get(cacheKey);
    const row = known ?? (await findApiKeyByHash(this.dataSource.manager, hash));
    if (!row)
      throw unauthenticated("The API key is not known here: check that it was made on this registry.");
    if (row.revokedAt) throw unauthenticated("The API key was revoked: ask an administrator for a new one.");
    if (row.expiresAt && row.expiresAt <= this.clock.now()) {
      throw unauthenticated("The API key has expired: ask an administrator for a new one.");
    }
    // What is known keeps its age: a key in steady use would otherwise never be looked up again.
    if (!known) this.#known.set(cacheKey, row);
    return { keyId: row.id, name: row.name, role: row.role, permissions: permissionsOf(row.role) };
  }

  async create(input: CreateApiKey, createdBy: string): Promise<CreatedApiKey> {
    const name = input.name.normalize("NFC").trim();
    const problems: FieldProblem[] = [];
    if (!isName(name)) {
      problems.push({
        field: "name",
        message: `Give the key a name of 1 to ${NAME_CHARS_MAX} characters, on one line.`,
      });
    }
    if (input.expiresAt && input.expiresAt <= this.clock.now()) {
      problems.push({
        field: "expiresAt",
        message: "Name a moment in the future, or leave it out for a key without end.",
      });
    }
    if (problems.length > 0) throw badInput(problems);
    const { id, token } = newApiKey();
    return inTransaction(this.dataSource, async (tx) => {
      const row = this.#newRow({ id, name, role: input.role, createdBy, expiresAt: input.expiresAt ?? null });
      await insertApiKey(tx, { ...row, secretHash: hashOfToken(this.#hashKey, token) });
      return { row: { ...row, revokedAt: null }, token };
    });
  }

  /** Ends a key for good. In other processes it works on for at most `CACHE_MS`. */
  async revoke(id: string, revokedBy: string): Promise<ApiKeyRow> {
    const revoked = await inTransaction(this.dataSource, async (tx) => {
      if (!isKeyId(id) || !(await findApiKeyById(tx, id))) {
        throw new AppError(
          "NOT_FOUND",
          "id: There is no API key with this id; the query apiKeys lists them.",
          ["id"],
        );
      }
      await insertRevocation(tx, { apiKeyId: id, revokedAt: this.clock.now(), revokedBy });
      return findApiKeyById(tx, id);
    });
    this.#known.clear();
    return revoked as ApiKeyRow;
  }

  async list(request: PageRequest): Promise<ConnectionPage<ApiKeyRow>> {
    const db = this.dataSource.manager;
    return pageOf(
      await listApiKeys(db, request),
      (row) => row,
      () => countApiKeys(db),
    );
  }

  /** The names of keys by id, for `recordedBy` of facts; revoked keys keep theirs. */
  readonly nameById: LoaderDefinition<string, string> = {
    name: "apiKeyNameById",
    batch: (ids) => findApiKeyNames(this.dataSource.manager, ids),
  };

  /**
   * Sees to it that an administrator can get in: stores the configured key where it is not known yet, or makes one on the
   * first start. Answers the key made, to be printed once, or null where nothing is to be shown.
   *
   * Throws AppError for a configured key that no request could get in with.
   */
  async ensureAdministrator(configured: string | null): Promise<string | null> {
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
        const hash = hashOfToken(this.#hashKey, configured);
        if (!(await findApiKeyByHash(tx, hash))) {
          await insertApiKey(tx, { ...this.#administrator(newKeyId()), secretHash: hash });
        }
        return null;
      }
      if ((await countApiKeys(tx)) > 0) return null;
      const { id, token } = newApiKey();
      await insertApiKey(tx, { ...this.#administrator(id), secretHash: hashOfToken(this.#hashKey, token) });
      return token;
    });
  }

  #administrator(id: string) {
    return this.#newRow({ id, name: "Administrator", role: "ADMIN", createdBy: null, expiresAt: null });
  }

  #newRow(row: Omit<ApiKeyRow, "createdAt" | "revokedAt">): Omit<ApiKeyRow, "revokedAt"> {
    return { ...row, createdAt: this.clock.now() };
  }
}

/** It stands beside what the key recorded, as `recordedBy`. */
function isName(text: string): boolean {
  return (
    text.length > 0 && text.length <= NAME_CHARS_MAX && text.isWellFormed() && !CONTROL_CHARACTER.test(text)
  );
}

function unauthenticated(message: string): AppError {
  return new AppError("UNAUTHENTICATED", message);
}
