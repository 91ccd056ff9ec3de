import { afterEach, beforeEach, expect } from "@jest/globals";
import { AccessTokens } from "../../src/modules/access/people/access-tokens.js";
import { IssuerKeys } from "../../src/modules/access/people/issuer-keys.js";
import { MovableClock } from "./movable-clock.js";
import { makeKey, TestIssuer, type IssuerKey } from "./test-issuer.js";

/** The key with which an issuer of the tests signs, and another of the same name and kind. */
export async function trialKeys(): Promise<{ readonly first: IssuerKey; readonly second: IssuerKey }> {
  return { first: await makeKey("RS256", "first"), second: await makeKey("RS256", "first") };
}

/** Lends each test of the calling file an issuer that signs with `key`, and what verifies its tokens. */
export function withVerifier(key: IssuerKey) {
  let issuer: TestIssuer;
  let clock: MovableClock;
  let reasons: string[];
  let keys: IssuerKeys;
  let tokens: AccessTokens;
  beforeEach(async () => {
    issuer = await TestIssuer.start(key);
    clock = new MovableClock(new Date().toISOString());
    reasons = [];
    keys = new IssuerKeys(issuer.url, clock, (reason) => reasons.push(reason));
    tokens = new AccessTokens(issuer.settings, keys, clock);
  });
  afterEach(() => issuer.stop());
  const outcomeOf = (token: string): Promise<unknown> =>
    tokens.verify(token).catch((error: unknown) => error);
  const refused = (message: RegExp): unknown =>
    expect.objectContaining({ code: "UNAUTHENTICATED", message: expect.stringMatching(message) });
  return {
    get issuer() {
      return issuer;
    },
    get clock() {
      return clock;
    },
    /** Why the issuer could not be asked for its keys. */
    get reasons() {
      return reasons;
    },
    get tokens() {
      return tokens;
    },
    /** The claims, or the error. */
    outcomeOf,
    /** What verifies tokens where these values of `acr` are strong enough. */
    asking: (...strengths: string[]): AccessTokens =>
      new AccessTokens({ ...issuer.settings, strengths: new Set(strengths) }, keys, clock),
    refused,
    expectForged: async (token: string): Promise<void> => {
      expect(await outcomeOf(token)).toEqual(
        refused(/^The access token is not accepted\. It is malformed, or not signed/),
      );
    },
    seconds: () => Math.floor(clock.now().getTime() / 1000),
  };
}
