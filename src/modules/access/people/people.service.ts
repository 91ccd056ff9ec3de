import { createHmac } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { DataSource } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import { inTransaction } from "../../../platform/db/transaction.js";
import { AppError, invariant } from "../../../platform/errors.js";
import type { Caller } from "../../../platform/graphql/context.js";
import type { Keyring } from "../../../platform/keyring.js";
import type { Logger } from "../../../platform/observability/logger.js";
import type { SignInSettings } from "../../../platform/sign-in-settings.js";
import { newKeyId } from "../core/api-key-format.js";
import { permissionsOf } from "../core/permissions.js";
import { readPerson, type Person } from "../core/read-person.js";
import { AccessTokens } from "./access-tokens.js";
import { IssuerKeys } from "./issuer-keys.js";
import { findPersonId, insertPerson } from "./person-identities.repository.js";
import { rolesOfClaims } from "./roles-of-claims.js";

const PEOPLE_MAX = 10_000;

export interface PeopleOptions {
  readonly dataSource: DataSource;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * People who sign in elsewhere: the issuer's access tokens say who they are and, by the operator's settings, what they may do. Here each gets
 * an id, the same for ever, under which facts name them. Of what the issuer knows them by only a keyed digest is stored.
 */
export class People {
  readonly #tokens: AccessTokens;
  readonly #meaning;
  readonly #digestKey: Buffer;
  /** Ids by digest: they never change. */
  readonly #known = new LRUCache<string, string>({ max: PEOPLE_MAX });

  /** Throws StartRefused for settings that cannot be right. */
  constructor(
    private readonly settings: SignInSettings,
    private readonly options: PeopleOptions,
  ) {
    const { clock, keyring, logger } = options;
    const keys = new IssuerKeys(settings.issuer, clock, (reason) => logger.warn({ reason }, "issuer's keys"));
    this.#tokens = new AccessTokens(settings, keys, clock);
    this.#meaning = { ...settings, roles: rolesOfClaims(settings) };
    this.#digestKey = keyring.derive("person-identity/v1");
  }

  /** Who a token was issued to. Throws AppError UNAUTHENTICATED, FORBIDDEN for somebody without a role, or UNAVAILABLE. */
  async authenticate(token: string): Promise<Caller> {
    const person = readPerson(await this.#tokens.verify(token), this.#meaning);
    if (!person) {
      throw new AppError(
        "UNAUTHENTICATED",
        "The access token is not accepted. It does not say who you are: its claim sub is no text of 1 to 255 characters.",
      );
    }
    if (person.roles.length === 0) {
      throw new AppError(
        "FORBIDDEN",
        "You have signed in, but have no role here: ask an administrator of your sign-in for one that the registry knows.",
      );
    }
    const id = await this.#idOf(person);
    return {
      keyId: id,
      name: person.name ?? id,
      roles: person.roles,
      permissions: new Set(person.roles.flatMap((role) => [...permissionsOf(role)])),
      recipients: new Set(),
      scope: null,
    };
  }

  async #idOf({ subject, name }: Person): Promise<string> {
    const digest = this.#digestOf(subject);
    const cacheKey = digest.toString("base64");
    const known = this.#known.get(cacheKey);
    if (known !== undefined) return known;
    const { dataSource } = this.options;
    const id = (await findPersonId(dataSource.manager, digest)) ?? (await this.#addPerson(digest, name));
    this.#known.set(cacheKey, id);
    return id;
  }

  /** Another process may add the same person at the same moment: the first one counts. */
  async #addPerson(digest: Buffer, name: string | null): Promise<string> {
    const { dataSource, clock } = this.options;
    const row = { id: newKeyId(), digest, name, recordedAt: clock.now() };
    await inTransaction(dataSource, (tx) => insertPerson(tx, row));
    const id = await findPersonId(dataSource.manager, digest);
    invariant(id !== null, "a person who was added is not there");
    return id;
  }

  #digestOf(subject: string): Buffer {
    return createHmac("sha256", this.#digestKey)
      .update(JSON.stringify([this.settings.issuer, subject]))
      .digest();
  }
}
