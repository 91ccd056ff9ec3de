import { createHash } from "node:crypto";
import { hasOwnId, type LeafKind } from "./leaf-kind.js";

const EVENT_BYTES = 16;

/**
 * The id of the event that a row records: its key where that is one UUID, otherwise the first 16 bytes of SHA-256 over
 * `<kind> <values of the key, joined by />`, written as a UUID. `eventExpression` says the same in SQL.
 *
 * @param key The values of the key's columns, as PostgreSQL writes them as text.
 */
export function eventOf(kind: LeafKind, key: readonly (string | number)[]): string {
  if (hasOwnId(kind)) return String(key[0]);
  const digest = createHash("sha256")
    .update(`${kind.table} ${key.join("/")}`, "utf8")
    .digest();
  return uuidOf(digest.subarray(0, EVENT_BYTES));
}

/** The 16 bytes of an event's id. */
export function bytesOfEvent(event: string): Buffer {
  return Buffer.from(event.replaceAll("-", ""), "hex");
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
