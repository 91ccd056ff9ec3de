import { createHmac } from "node:crypto";
import type { Clock } from "../../../platform/clock.js";
import { AppError } from "../../../platform/errors.js";
import type { Caller } from "../../../platform/graphql/context.js";
import type { Keyring } from "../../../platform/keyring.js";
import type { Logger } from "../../../platform/observability/logger.js";
import type { SignInSettings } from "../../../platform/sign-in-settings.js";
import { permissionsOf } from "../core/permissions.js";
import { readPerson } from "../core/read-person.js";
import { isOfSignInFrom, signInsCountFrom, type TokenMoments } from "../core/sign-in-end.js";
import { AccessTokens, refusalOfToken } from "./access-tokens.js";
import { IssuerKeys } from "./issuer-keys.js";
import { rolesOfClaims } from "./roles-of-claims.js";
import type { SignIns } from "./sign-ins.service.js";

export interface PeopleOptions {
  readonly signIns: SignIns;
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
    const claims = await this.#tokens.verify(token);
    const person = readPerson(claims, this.#meaning);
    if (!person) {
      throw refusalOfToken("It does not say who you are: its claim sub is no text of 1 to 255 characters.");
    }
    if (person.roles.length === 0) {
      throw new AppError(
        "FORBIDDEN",
        "You have signed in, but have no role here: ask an administrator of your sign-in for one that the registry knows.",
      );
    }
    const { subject, name } = person;
    const { id, signInsEndedAt } = await this.options.signIns.personOf(this.#digestOf(subject), name);
    if (signInsEndedAt) this.#refuseEnded(claims, signInsEndedAt);
    return {
      keyId: id,
      name: name ?? id,
      isPerson: true,
      roles: person.roles,
      permissions: new Set(person.roles.flatMap((role) => [...permissionsOf(role)])),
      recipients: new Set(),
      scope: null,
    };
  }

  #refuseEnded(claims: TokenMoments, endedAt: Date): void {
    const from = signInsCountFrom(endedAt, this.settings.clockToleranceSeconds);
    if (isOfSignInFrom(claims, from)) return;
    throw refusalOfToken(
      `It is of a sign-in that an administrator has ended: sign out where you sign in, and sign in again, not before ${from.toISOString()}.`,
    );
  }

  #digestOf(subject: string): Buffer {
    return createHmac("sha256", this.#digestKey)
      .update(JSON.stringify([this.settings.issuer, subject]))
      .digest();
  }
}
