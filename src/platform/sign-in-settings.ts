/** How people sign in: whose access tokens are believed, and what these say. */
export interface SignInSettings {
  /** The issuer's identifier, letter by letter as its tokens name it. */
  readonly issuer: string;
  /** What the issuer calls this registry. */
  readonly audience: string;
  /** The signatures that are accepted (RFC 7518, RFC 8037); none with a shared secret. */
  readonly algorithms: readonly string[];
  /** What the header of an access token says it is: `at+jwt` (RFC 9068). */
  readonly tokenType: string;
  /** Where a token says what its holder is: a claim's name, or a JSON pointer (RFC 6901). */
  readonly rolesClaim: string;
  /** Names of roles, by the values of that claim. */
  readonly roles: ReadonlyMap<string, string>;
  /** Where a token says what its holder is called; null = no name is kept. */
  readonly nameClaim: string | null;
  /** How strongly somebody must have signed in: one of these values of the claim `acr` (OpenID Connect Core 1.0, section 2); null = however. */
  readonly strengths: ReadonlySet<string> | null;
  /** How far the issuer's clock and this one may be apart. */
  readonly clockToleranceSeconds: number;
}

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];
const ALGORITHMS = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
];
const TOKEN_TYPES = ["at+jwt", "JWT"];
const TOLERANCE_SECONDS_MAX = 300;
const OTHERS = [
  ...[
    "OIDC_AUDIENCE",
    "OIDC_ALGORITHMS",
    "OIDC_TOKEN_TYPE",
    "OIDC_ROLES_CLAIM",
    "OIDC_ROLES",
    "OIDC_NAME_CLAIM",
    "OIDC_ACR",
  ],
  "OIDC_CLOCK_TOLERANCE",
];

/**
 * Reads the sign-in's part of the settings; null where nobody signs in.
 *
 * @param text answers a variable's value without blanks around it; null where it is unset
 * @param problems gets a sentence for each value that cannot be right
 */
export function readSignInSettings(
  text: (name: string) => string | null,
  problems: string[],
): SignInSettings | null {
  const issuer = text("OIDC_ISSUER");
  if (issuer === null) {
    const others = OTHERS.filter((name) => text(name) !== null);
    if (others.length > 0) {
      problems.push(
        `${others.join(", ")} without OIDC_ISSUER: name the issuer too, or leave all of them out.`,
      );
    }
    return null;
  }
  if (!isIssuer(issuer)) {
    problems.push(
      "OIDC_ISSUER must be the issuer's identifier, as in https://sign-in.example/realm; http:// only for one on this machine.",
    );
  }
  const audience = text("OIDC_AUDIENCE");
  if (audience === null) {
    problems.push("OIDC_AUDIENCE is required with OIDC_ISSUER: what the issuer's tokens call this registry.");
  }
  return {
    issuer,
    audience: audience ?? "",
    algorithms: algorithms("OIDC_ALGORITHMS", text("OIDC_ALGORITHMS") ?? "RS256,PS256,ES256,EdDSA", problems),
    tokenType: tokenType("OIDC_TOKEN_TYPE", text("OIDC_TOKEN_TYPE") ?? "at+jwt", problems),
    rolesClaim: text("OIDC_ROLES_CLAIM") ?? "roles",
    roles: roles("OIDC_ROLES", text("OIDC_ROLES"), problems),
    nameClaim: text("OIDC_NAME_CLAIM"),
    strengths: strengths("OIDC_ACR", text("OIDC_ACR"), problems),
    clockToleranceSeconds: seconds("OIDC_CLOCK_TOLERANCE", text("OIDC_CLOCK_TOLERANCE") ?? "30", problems),
  };
}

/** Whether what an address answers can be believed: nobody on the way can change it. */
export function isSafeAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  const isSafe = protocol === "https:" || (protocol === "http:" && LOOPBACK.includes(hostname));
  return isSafe && username + password === "";
}

/** OpenID Connect Core 1.0, section 2: an https address without query and fragment. */
function isIssuer(value: string): boolean {
  return isSafeAddress(value) && !/[?#]/.test(value);
}

/** A signature with a shared secret could be made with what is public of an asymmetric key (RFC 8725, section 2.1). */
function algorithms(name: string, value: string, problems: string[]): readonly string[] {
  const named = value.split(",").map((each) => each.trim());
  if (named.some((each) => !ALGORITHMS.includes(each))) {
    problems.push(`${name} lists, with commas between them, some of ${ALGORITHMS.join(", ")}.`);
  }
  return named;
}

function strengths(name: string, value: string | null, problems: string[]): ReadonlySet<string> | null {
  if (value === null) return null;
  const named = value.split(",").map((each) => each.trim());
  if (named.includes("")) {
    problems.push(`${name} lists, with commas between them, values of the claim acr that are strong enough.`);
  }
  return new Set(named);
}

function tokenType(name: string, value: string, problems: string[]): string {
  if (!TOKEN_TYPES.includes(value)) problems.push(`${name} must be ${TOKEN_TYPES.join(" or ")}.`);
  return value;
}

function roles(name: string, value: string | null, problems: string[]): ReadonlyMap<string, string> {
  const entries = Object.entries(objectOf(value ?? "") ?? {});
  if (entries.length === 0 || entries.some(([, role]) => typeof role !== "string")) {
    problems.push(
      `${name} must be a JSON object that gives values of the claim OIDC_ROLES_CLAIM their role, as in {"compliance":"ANALYST"}.`,
    );
  }
  return new Map(entries as [string, string][]);
}

function objectOf(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function seconds(name: string, value: string, problems: string[]): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > TOLERANCE_SECONDS_MAX) {
    problems.push(`${name} must be a number of seconds from 0 to ${TOLERANCE_SECONDS_MAX}.`);
  }
  return number;
}
