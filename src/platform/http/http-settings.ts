import { ADDRESS_RANGE_PROBLEM, readAddressRange } from "../address-ranges.js";

/** What the operator says about who talks to the registry through whom. */
export interface HttpSettings {
  /** Proxies whose word on a client's address and scheme is taken: addresses and networks. None = the address of the connection counts. */
  readonly trustedProxies: readonly string[];
  /** Origins whose pages may read answers: `https://desk.example.com`. None = no other site's. */
  readonly corsOrigins: readonly string[];
}

/** Nobody is trusted, and no other site's page reads anything. */
export const CLOSED: HttpSettings = { trustedProxies: [], corsOrigins: [] };

/** Reads TRUSTED_PROXIES and CORS_ORIGINS, lists with commas between; what is wrong goes to `problems`. */
export function readHttpSettings(text: (name: string) => string | null, problems: string[]): HttpSettings {
  return {
    trustedProxies: listOf("TRUSTED_PROXIES", text, readAddressRange, ADDRESS_RANGE_PROBLEM, problems),
    corsOrigins: listOf(
      "CORS_ORIGINS",
      text,
      readOrigin,
      "Write origins as browsers send them, without a path: https://desk.example.com. There is no sign for all of them.",
      problems,
    ),
  };
}

function listOf(
  name: string,
  text: (name: string) => string | null,
  read: (entry: string) => string | null,
  problem: string,
  problems: string[],
): string[] {
  const entries = (text(name) ?? "").split(",").map((entry) => entry.trim());
  const given = entries.filter((entry) => entry !== "");
  const values = given.map(read).filter((value) => value !== null);
  if (values.length < given.length) problems.push(`${name} has an entry that cannot be read. ${problem}`);
  return values;
}

function readOrigin(text: string): string | null {
  if (text.includes("*") || !URL.canParse(text)) return null;
  const { origin, protocol } = new URL(text);
  const isWeb = protocol === "https:" || protocol === "http:";
  return isWeb && text.replace(/\/$/, "").toLowerCase() === origin ? origin : null;
}
