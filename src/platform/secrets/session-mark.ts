import { Keyring } from "../keyring.js";

const MARK_BYTES = 4;

/**
 * The name under which the connections of a process stand in `pg_stat_activity`. It tells processes with different secrets apart, and nothing
 * of the secrets: it is cut from a key that serves for nothing else.
 */
export function sessionMark(secret: string): string {
  return markOf(new Keyring(secret));
}

/** The same, of who works under a keyring. */
export function markOf(keyring: Keyring): string {
  const mark = keyring.deriveOf(keyring.generation, "session-mark/v1").toString("hex", 0, MARK_BYTES);
  return `disclosure-registry ${mark}`;
}
