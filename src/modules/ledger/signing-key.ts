import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { writeDurably } from "../../platform/data-dir.js";
import { StartRefused } from "../../platform/start-refused.js";
import { NotVerified } from "./core/not-verified.js";
import { newSignerKey, parseSignerKey, type NoteSigner } from "./core/note-keys.js";

/** The log whose key it is to be. */
export interface KeyOwner {
  readonly origin: string;
  /** The key that the log is known by; null while it has none. */
  readonly verifierKey: string | null;
}

const PUT_BACK =
  "put it back from your backup. A log is known by its key: with another one nobody could verify what was signed before.";

/**
 * The log's signing key, from its file. A log that has none yet takes the one in the file, or gets a new one there (folder 0700, file
 * 0600); one that has been signed for never gets another.
 *
 * Throws StartRefused, naming the file and the remedy and nothing of the key, where it is missing, cannot be read, is malformed or is
 * another log's.
 */
export async function openSigningKey(path: string, owner: KeyOwner): Promise<NoteSigner> {
  const text = await readKey(path);
  if (text === null && owner.verifierKey !== null) {
    throw refused(`The ledger's key file ${path} is not there: ${PUT_BACK}`);
  }
  const signer = parse(path, text ?? (await makeKey(path, owner.origin)));
  if (signer.name !== owner.origin) {
    const remedy =
      owner.verifierKey === null
        ? `set LEDGER_ORIGIN to ${signer.name} to give the log that name, or take the file away for a new key.`
        : PUT_BACK;
    throw refused(
      `The ledger's key file ${path} is the key of the log ${signer.name}, not of ${owner.origin}: ${remedy}`,
    );
  }
  if (owner.verifierKey !== null && signer.verifierKey !== owner.verifierKey) {
    throw refused(
      `The ledger's key file ${path} is not the key that the log ${owner.origin} is known by: ${PUT_BACK}`,
    );
  }
  return signer;
}

async function readKey(path: string): Promise<string | null> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return null;
    throw refused(
      `The ledger's key file ${path} cannot be read (${code}): let the registry's user read it, or name another in LEDGER_KEY_FILE.`,
    );
  }
}

async function makeKey(path: string, origin: string): Promise<string> {
  const key = newSignerKey(origin);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeDurably(path, `${key}\n`, 0o600);
  } catch (error) {
    throw refused(
      `The ledger's key file ${path} cannot be made (${(error as NodeJS.ErrnoException).code}): let the registry's user write there, or name another file in LEDGER_KEY_FILE.`,
    );
  }
  return key;
}

function parse(path: string, text: string): NoteSigner {
  try {
    return parseSignerKey(text);
  } catch (error) {
    if (!(error instanceof NotVerified)) throw error;
    throw refused(`The ledger's key file ${path} holds no signing key (${error.message}): ${PUT_BACK}`);
  }
}

const refused = (problem: string) => new StartRefused([problem]);
