import { join } from "node:path";
import type { Environment } from "./secret-files.js";
import { readSignerSettings, type SignerSettings } from "./signer-settings.js";
import { readWitnessSettings, type WitnessSettings } from "./witness-settings.js";

/** What the operator sets of the ledger. */
export interface LedgerSettings {
  /** Whether what happens enters it from this start on. */
  readonly isOn: boolean;
  /** PostgreSQL as the role that puts it in order; null = the embedded server's own, or none. */
  readonly databaseUrl: string | null;
  /** What the log is called; null = the name it has, or one that is made up. */
  readonly origin: string | null;
  readonly keyFile: string;
  /** The program that signs instead; null where the key is in the file. */
  readonly signer: SignerSettings | null;
  /** Where the last checkpoint is kept outside the database. */
  readonly checkpointFile: string;
  /** Null where nobody is asked to cosign checkpoints. */
  readonly witness: WitnessSettings | null;
}

const ORIGIN_CHARS_MAX = 200;

/**
 * Reads the ledger's part of the settings.
 *
 * @param text answers a variable's value without blanks around it; null where it is unset
 * @param url reads the address of a PostgreSQL database
 * @param problems gets a sentence for each value that cannot be right
 */
export function readLedgerSettings(
  text: (name: string) => string | null,
  url: (name: string) => string | null,
  { dataDir, env }: { readonly dataDir: string; readonly env: Environment },
  problems: string[],
): LedgerSettings {
  const given = url("LEDGER_DATABASE_URL");
  if (text("LEDGER_DATABASE_URL") !== null && text("DATABASE_URL") === null) {
    problems.push(
      "LEDGER_DATABASE_URL is set without DATABASE_URL: set both, or neither for the embedded database.",
    );
  }
  return {
    isOn: onOrOff("LEDGER", text("LEDGER") ?? "on", problems),
    databaseUrl: given,
    origin: origin("LEDGER_ORIGIN", text("LEDGER_ORIGIN"), problems),
    keyFile: text("LEDGER_KEY_FILE") ?? join(dataDir, "secrets", "ledger-key"),
    signer: readSignerSettings(text, env, problems),
    checkpointFile: text("LEDGER_CHECKPOINT_FILE") ?? join(dataDir, "ledger", "checkpoint"),
    witness: readWitnessSettings(text, problems),
  };
}

function onOrOff(name: string, value: string, problems: string[]): boolean {
  if (value !== "on" && value !== "off") problems.push(`${name} must be on or off.`);
  return value !== "off";
}

/** The name of a key (C2SP signed-note), and the first line of every checkpoint. */
function origin(name: string, value: string | null, problems: string[]): string | null {
  if (value !== null && (value.length > ORIGIN_CHARS_MAX || !/^[!-~]+$/.test(value) || value.includes("+"))) {
    problems.push(
      `${name} must be at most ${ORIGIN_CHARS_MAX} characters of ASCII without blanks and without "+", best an address of yours without its scheme, such as ledger.example.com/disclosures.`,
    );
  }
  return value;
}
