import { withoutSecrets, type Environment } from "./secret-files.js";

/** Who signs the ledger's checkpoints where the registry does not hold the key. */
export interface SignerSettings {
  /** The program that signs: a path, started without arguments. */
  readonly program: string;
  /** The 32 bytes of the Ed25519 public key that its signatures are verified with. */
  readonly publicKey: Uint8Array;
  /** What the program is given of the environment: the registry's secrets are left out. */
  readonly environment: Environment;
}

const KEY_BYTES = 32;
/** What DER puts in front of them (RFC 8410, section 4). */
const DER_PREFIX = "302a300506032b6570032100";
const PEM_LINES = /-----(?:BEGIN|END) PUBLIC KEY-----/g;

/**
 * Reads LEDGER_SIGNER and LEDGER_PUBLIC_KEY; null where the key is in a file.
 *
 * @param text answers a variable's value without blanks around it; null where it is unset
 * @param problems gets a sentence for each value that cannot be right
 */
export function readSignerSettings(
  text: (name: string) => string | null,
  env: Environment,
  problems: string[],
): SignerSettings | null {
  const program = text("LEDGER_SIGNER");
  const given = text("LEDGER_PUBLIC_KEY");
  if ((program === null) !== (given === null)) {
    problems.push(
      "LEDGER_SIGNER and LEDGER_PUBLIC_KEY go together: set the program that signs and the public key of what it signs with, or neither.",
    );
  }
  if (program === null || given === null) return null;
  if (text("LEDGER_KEY_FILE") !== null) {
    problems.push("LEDGER_SIGNER and LEDGER_KEY_FILE are both set: set the one that has the key.");
  }
  const publicKey = rawKey(given);
  if (publicKey === null) {
    problems.push(
      "LEDGER_PUBLIC_KEY must be an Ed25519 public key as PEM, or the line of base64 in it, as `openssl pkey -pubout` writes it.",
    );
    return null;
  }
  return { program, publicKey, environment: withoutSecrets(env) };
}

function rawKey(text: string): Uint8Array | null {
  const base64 = text.replace(PEM_LINES, "").replace(/\s+/g, "");
  const der = Buffer.from(base64, "base64");
  const isWhole = der.toString("base64") === base64 && der.length === DER_PREFIX.length / 2 + KEY_BYTES;
  return isWhole && der.toString("hex").startsWith(DER_PREFIX) ? der.subarray(-KEY_BYTES) : null;
}
