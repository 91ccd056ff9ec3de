import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource, EntityManager } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { inRowScope } from "../../platform/db/row-scope.js";
import { inTransaction, tryRowScope, type Tx } from "../../platform/db/transaction.js";
import { pageOf } from "../../platform/db/keyset.js";
import { AppError, badInput } from "../../platform/errors.js";
import type { ConnectionPage, PageRequest } from "../../platform/graphql/connection.js";
import type { Caller } from "../../platform/graphql/context.js";
import { tooMuch } from "../../platform/graphql/limits/refusal-before.js";
import type { LoaderDefinition } from "../../platform/graphql/loaders.js";
import type { Credentials } from "../../platform/http/recognise-caller.js";
import type { Keyring } from "../../platform/keyring.js";
import { isKeyId, isMistyped, newApiKey } from "./core/api-key-format.js";
import { rowScopeOf, type ScopeProblems } from "./core/read-scope.js";
import { refusalOfKey, UNKNOWN_KEY } from "./core/refusal-of-key.js";
import { GRACE_PERIOD, GRACE_PROBLEM, graceMsOf, refusalOfRotation } from "./core/secret-rotation.js";
import {
  countApiKeys,
  findApiKeyByHash,
  findApiKeyById,
  findNames,
  findRecipientsServed,
  insertApiKey,
  insertLaterSecret,
  insertRevocation,
  listApiKeys,
  type NewApiKeyRow,
} from "./api-keys.repository.js";
import type { ApiKeyRow } from "./api-key-row.js";
import { KeyHashes } from "./key-hashes.js";
import { KeyUses } from "./key-uses.service.js";
import { KNOWN_KEY_MS, KnownKeys, knownKeyOf, type KnownKey } from "./known-keys.js";
import { readNewApiKey, type CreateApiKey } from "./read-new-api-key.js";
import { SecretsInUse } from "./secrets-in-use.service.js";

/**
 * When after its look-up began a key is refused that is not known, or not at its address. To read a row takes a tenth of a millisecond more than to
 * find none, which could be told from afar; this is longer than either takes.
 */
const REFUSED_AFTER_MS = 10;

export interface RotateApiKey {
  readonly id: string;
  /** How long the earlier secret works on (ISO 8601); `GRACE_PERIOD` where left out. */
  readonly gracePeriod?: string | null;
}

/** A key with the secret it was just given. */
export interface CreatedApiKey {
  readonly row: ApiKeyRow;
  /** The whole key, shown this once. */
  readonly token: string;
}

/** API keys: who may call, and as what. Only keyed hashes are stored. */
export class ApiKeysService {
  /** When each was last used, to be written now and then. */
  readonly uses: KeyUses;
  readonly #hashes: KeyHashes;
  readonly #known = new KnownKeys();
  readonly #secretsInUse: SecretsInUse;

  constructor(
    private readonly dataSource: DataSource,
    keyring: Keyring,
    private readonly clock: Clock,
    /** Says what is wrong with what keys are bound to. The data map, which knows, stands above this module. */
    private readonly problemOf: ScopeProblems = { recipient: () => null, purpose: () => null },
  ) {
    this.uses = new KeyUses(dataSource);
    this.#secretsInUse = new SecretsInUse(dataSource, clock, KNOWN_KEY_MS);
    this.#hashes = new KeyHashes(keyring);
  }

  /**
   * The caller a key stands for, used from an address. Throws UNAUTHENTICATED where there is none, or none any more; RATE_LIMITED where it
   * is not known as a good one and the address may not try it out.
   *
   * A known key at an address that it does not allow is looked up again each time, as one that is not known always is: neither the answer nor the
   * time it takes may tell the two apart.
   */
  async authenticate(token: string, from: Omit<Credentials, "authorization">): Promise<Caller> {
    const remembered = this.#known.get(token);
    const known = remembered?.allows(from.address) ? remembered : await this.#lookUp(token, from);
    const { row, caller } = known;
    const now = this.clock.now();
    const refusal = refusalOfKey(row, now);
    if (refusal !== null) throw unauthenticated(refusal);
    // What is known keeps its age: a key in steady use would otherwise never be looked up again.
    if (known !== remembered) this.#known.set(token, known);
    this.uses.note(row.id, now);
    return caller;
  }

  async create(input: CreateApiKey, createdBy: string): Promise<CreatedApiKey> {
    const createdAt = this.clock.now();
    const asked = readNewApiKey(input, createdAt, this.problemOf);
    const { id, token } = newApiKey();
    const row = { ...asked, id, createdAt, createdBy };
    // A key that could do nothing is not made.
    await tryRowScope(this.dataSource, rowScopeOf(row));
    await inTransaction(this.dataSource, async (tx) =>
      insertApiKey(tx, row, await this.#hashes.newOf(tx, token)),
    );
    this.#secretsInUse.forget();
    return { row: withFirstSecret(row), token };
  }

  /**
   * Gives a key a new secret; the earlier one works until the grace period is over. In other processes one that has ended works on for at
   * most five seconds.
   */
  async rotate({ id, gracePeriod }: RotateApiKey, rotatedBy: string): Promise<CreatedApiKey> {
    const graceMs = graceMsOf(gracePeriod ?? GRACE_PERIOD);
    if (graceMs === null) throw badInput([{ field: "gracePeriod", message: GRACE_PROBLEM }]);
    const rotated = await inTransaction(this.dataSource, async (tx) => {
      const key = await existingKey(tx, id);
      const now = this.clock.now();
      const refusal = refusalOfRotation(key, graceMs, now);
      if (refusal !== null) throw conflict(refusal);
      const { token } = newApiKey(id);
      const isOurs = await insertLaterSecret(tx, {
        apiKeyId: id,
        number: key.secretNumber + 1,
        secretHash: await this.#hashes.newOf(tx, token),
        createdAt: now,
        createdBy: rotatedBy,
        earlierEndAt: new Date(now.getTime() + graceMs),
      });
      if (!isOurs) {
        throw conflict(
          "Somebody else rotated the key at this moment: rotate it again only if it needs yet another secret.",
        );
      }
      return { row: await existingKey(tx, id), token };
    });
    this.#known.clear();
    this.#secretsInUse.forget();
    return rotated;
  }

  /** Ends a key for good. In other processes it works on for at most five seconds. */
  async revoke(id: string, revokedBy: string): Promise<ApiKeyRow> {
    const revoked = await inTransaction(this.dataSource, async (tx) => {
      await existingKey(tx, id);
      await insertRevocation(tx, { apiKeyId: id, revokedAt: this.clock.now(), revokedBy });
      return existingKey(tx, id);
    });
    this.#known.clear();
    return revoked;
  }

  async list(request: PageRequest): Promise<ConnectionPage<ApiKeyRow>> {
    const db = this.dataSource.manager;
    return pageOf(
      await listApiKeys(db, request),
      (row) => row,
      () => countApiKeys(db),
    );
  }

  /** For which of these recipients (and perhaps for others) a key acts that works. One statement. */
  recipientsServed(db: EntityManager, recipients: readonly string[]): Promise<ReadonlySet<string>> {
    return findRecipientsServed(db, recipients, this.clock.now());
  }

  /**
   * The names of keys and people by id, for `recordedBy` of facts; revoked keys keep theirs. Outside the caller's scope, whose role
   * reads nobody's name: the ids are of rows that it was shown.
   */
  readonly nameById: LoaderDefinition<string, string> = {
    name: "apiKeyNameById",
    batch: (ids) => inRowScope(null, () => findNames(this.dataSource.manager, ids)),
  };

  async #lookUp(token: string, { address, mayTry }: Omit<Credentials, "authorization">): Promise<KnownKey> {
    if (isMistyped(token)) {
      throw unauthenticated(
        "The API key is incomplete or mistyped: copy it again, from dr_ to its last character.",
      );
    }
    // Runs from before anything is known of the key.
    const whenRefused = sleep(REFUSED_AFTER_MS, undefined, { ref: false });
    const hashes = this.#hashes.allOf(token);
    if (!mayTry() && !(await this.#secretsInUse.includeAny(hashes, address))) {
      await whenRefused;
      throw tooMuch(1);
    }
    const row = await findApiKeyByHash(this.dataSource.manager, hashes);
    const known = row && knownKeyOf(row);
    if (known?.allows(address)) return known;
    await whenRefused;
    throw unauthenticated(UNKNOWN_KEY);
  }
}

function withFirstSecret(row: NewApiKeyRow): ApiKeyRow {
  return {
    ...row,
    revokedAt: null,
    secretNumber: 1,
    rotatedAt: null,
    previousSecretEndsAt: null,
    lastUsedAt: null,
  };
}

/** Throws NOT_FOUND where there is no such key. */
async function existingKey(tx: Tx, id: string): Promise<ApiKeyRow> {
  const key = isKeyId(id) ? await findApiKeyById(tx, id) : null;
  if (key) return key;
  throw new AppError("NOT_FOUND", "id: There is no API key with this id; the query apiKeys lists them.", [
    "id",
  ]);
}

function conflict(message: string): AppError {
  return new AppError("CONFLICT", `id: ${message}`, ["id"]);
}

function unauthenticated(message: string): AppError {
  return new AppError("UNAUTHENTICATED", message);
}
