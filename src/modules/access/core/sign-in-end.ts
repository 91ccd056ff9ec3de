/** What a token that was verified says of the time. */
export interface TokenMoments {
  /** When the token was issued (RFC 9068, section 2.2), in seconds since 1970. */
  readonly iat?: unknown;
  /** When its holder signed in (RFC 9068, section 2.2.1), in seconds since 1970; left out by many issuers. */
  readonly auth_time?: unknown;
}

/**
 * The first moment of which sign-ins count again after an end: the issuer's clock may be ahead by the tolerance, and its tokens tell whole
 * seconds.
 */
export function signInsCountFrom(endedAt: Date, toleranceSeconds: number): Date {
  return new Date((Math.floor(endedAt.getTime() / 1000) + toleranceSeconds + 1) * 1000);
}

/**
 * Whether a token is of a sign-in from `moment` on. Where it says when its holder signed in, that counts too: an earlier sign-in that is
 * renewed without its holder is the earlier one. What does not say when it was issued is not.
 */
export function isOfSignInFrom({ iat, auth_time = iat }: TokenMoments, moment: Date): boolean {
  return [iat, auth_time].every((each) => typeof each === "number" && each * 1000 >= moment.getTime());
}
