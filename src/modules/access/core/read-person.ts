import type { Role } from "./permissions.js";
import { shownName } from "./shown-name.js";

/** Where a token says what, and what that means here. */
export interface ClaimsMeaning {
  /** A claim's name, or a JSON pointer (RFC 6901). */
  readonly rolesClaim: string;
  /** Roles by the values of that claim. */
  readonly roles: ReadonlyMap<string, Role>;
  /** Null where no name is read. */
  readonly nameClaim: string | null;
}

/** Somebody who has signed in, as the issuer describes them. */
export interface Person {
  /** By what the issuer knows them, for ever. */
  readonly subject: string;
  /** Null where the token says none that could be shown. */
  readonly name: string | null;
  /** Without repetition; none where nothing the token says means a role. */
  readonly roles: readonly Role[];
}

/** OpenID Connect Core 1.0, section 2. */
const SUBJECT_CHARS_MAX = 255;

/** What the claims of a token that was verified say of its holder; null where they do not say who that is. */
export function readPerson(claims: object, meaning: ClaimsMeaning): Person | null {
  const subject = claimOf(claims, "sub");
  if (typeof subject !== "string" || subject === "" || subject.length > SUBJECT_CHARS_MAX) return null;
  const roles = valuesOf(claimOf(claims, meaning.rolesClaim)).flatMap(
    (value) => meaning.roles.get(value) ?? [],
  );
  const name = meaning.nameClaim === null ? undefined : claimOf(claims, meaning.nameClaim);
  return { subject, name: typeof name === "string" ? shownName(name) : null, roles: [...new Set(roles)] };
}

/** What stands at a place of the claims; undefined where nothing does. */
function claimOf(claims: object, place: string): unknown {
  const steps = place.startsWith("/") ? place.slice(1).split("/").map(unescaped) : [place];
  let found: unknown = claims;
  for (const step of steps) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<string, unknown>)[step];
  }
  return found;
}

/** RFC 6901, section 4. */
function unescaped(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** A list of texts, or one text with blanks between its values, as `scope` is (RFC 8693, section 4.2). */
function valuesOf(claim: unknown): readonly string[] {
  if (typeof claim === "string") return claim.split(" ");
  return Array.isArray(claim) ? claim.filter((value) => typeof value === "string") : [];
}
