import { errors, jwtVerify, type JWTPayload } from "jose";
import type { Clock } from "../../../platform/clock.js";
import { AppError } from "../../../platform/errors.js";
import type { SignInSettings } from "../../../platform/sign-in-settings.js";
import { IssuerUnreachable, type IssuerKeys } from "./issuer-keys.js";

const TOKEN_CHARS_MAX = 8_192;
/** The header of a signed token begins as every JSON object does. */
const TOKEN_SHAPE = /^eyJ[\w-]*\./;

/** Whether a text claims to be a signed token (RFC 7515, section 7.1), which no key of the registry's own does. */
export function looksSigned(text: string): boolean {
  return TOKEN_SHAPE.test(text);
}

/** Access tokens of one issuer (RFC 9068), verified as RFC 8725 advises. */
export class AccessTokens {
  constructor(
    private readonly settings: SignInSettings,
    private readonly keys: IssuerKeys,
    private readonly clock: Clock,
  ) {}

  /** What a token says, once it is certain that the issuer says so, to this registry, now. Throws AppError UNAUTHENTICATED or UNAVAILABLE. */
  async verify(token: string): Promise<JWTPayload> {
    if (token.length > TOKEN_CHARS_MAX) {
      throw refusalOfToken(
        `It is longer than ${TOKEN_CHARS_MAX} characters: ask the issuer's operator for a shorter one.`,
      );
    }
    const payload = await this.#read(token);
    const { strengths } = this.settings;
    if (strengths !== null && !(typeof payload.acr === "string" && strengths.has(payload.acr))) {
      throw refusalOfToken(
        "It is of a sign-in that is not strong enough here: sign in again, as the issuer's operator says, for example with a second factor.",
      );
    }
    return payload;
  }

  async #read(token: string): Promise<JWTPayload> {
    const { issuer, audience, algorithms, tokenType, clockToleranceSeconds } = this.settings;
    try {
      const { payload } = await jwtVerify(token, this.keys.find, {
        issuer,
        audience,
        algorithms: [...algorithms],
        typ: tokenType,
        clockTolerance: clockToleranceSeconds,
        currentDate: this.clock.now(),
        requiredClaims: ["exp", "sub"],
      });
      return payload;
    } catch (error) {
      throw refusalOf(error, tokenType);
    }
  }
}

/** What is wrong is told as far as the signature is good: then its holder has it from the issuer. */
function refusalOf(error: unknown, tokenType: string): unknown {
  if (error instanceof IssuerUnreachable) {
    return new AppError(
      "UNAVAILABLE",
      "The issuer of access tokens cannot be asked for its keys at the moment: send the same call again in a few seconds.",
    );
  }
  if (error instanceof errors.JWTExpired) return refusalOfToken("It has expired: sign in again.");
  if (error instanceof errors.JWTClaimValidationFailed) {
    const advice: Readonly<Record<string, string>> = {
      typ: `It is no access token: send the one whose header says ${tokenType}, no ID token.`,
      iss: "Its issuer is another one: sign in where this registry's users do.",
      aud: "It is for another service: ask the issuer for one for this registry.",
      nbf: "It is not valid yet: the issuer's clock and this one are apart.",
    };
    return refusalOfToken(advice[error.claim] ?? `Its claim ${error.claim} is missing or no good.`);
  }
  if (error instanceof errors.JOSEError) {
    return refusalOfToken("It is malformed, or not signed as the issuer signs: sign in again.");
  }
  return error;
}

/** What is told to whoever sent a token that is not accepted, and what to do. */
export function refusalOfToken(advice: string): AppError {
  return new AppError("UNAUTHENTICATED", `The access token is not accepted. ${advice}`);
}
