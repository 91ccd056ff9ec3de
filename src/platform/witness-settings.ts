/** Who is asked to cosign the ledger's checkpoints. */
export interface WitnessSettings {
  /** Its submission prefix (C2SP tlog-witness), without a slash at the end. */
  readonly url: string;
  /** Its verifier key, as it was given. */
  readonly key: string;
}

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Reads the witness's part of the settings; null where nobody is asked.
 *
 * @param text answers a variable's value without blanks around it; null where it is unset
 * @param problems gets a sentence for each value that cannot be right
 */
export function readWitnessSettings(
  text: (name: string) => string | null,
  problems: string[],
): WitnessSettings | null {
  const url = text("LEDGER_WITNESS_URL");
  const key = text("LEDGER_WITNESS_KEY");
  if ((url === null) !== (key === null)) {
    problems.push(
      "LEDGER_WITNESS_URL and LEDGER_WITNESS_KEY go together: set both as the witness's operator told them, or neither.",
    );
  }
  if (url !== null && !isSubmissionPrefix(url)) {
    problems.push(
      "LEDGER_WITNESS_URL must be the witness's submission prefix, as in https://witness.example/w1; http:// only for one on this machine.",
    );
  }
  return url === null || key === null ? null : { url: url.replace(/\/+$/, ""), key };
}

/** What a witness says against the log is not signed, so nobody on the way may be able to say it. */
function isSubmissionPrefix(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, search, hash, username, password } = new URL(value);
  const isSafe = protocol === "https:" || (protocol === "http:" && LOOPBACK.includes(hostname));
  return isSafe && search + hash + username + password === "";
}
