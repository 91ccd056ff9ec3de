import { createHash } from "node:crypto";
import { hasOwnId, type LeafKind } from "./leaf-kind.js";

/**
 * The id of the event that a row records: its key where that is one UUID, otherwise a UUIDv8 (RFC 9562, section 5.8) of the first
 * 32 hexadecimal digits of SHA-256 over `<kind> <values of the key, joined by />`, the 13th and the 17th of which are 8, as the
 * RFC wants version and variant marked. `eventExpression` says the same in SQL.
 *
 * @param key The values of the key's columns, as PostgreSQL writes them as text.
 */
export function eventOf(kind: LeafKind, key: readonly (string | number)[]): string {
  if (hasOwnId(kind)) return String(key[0]);
  const digest = createHash("sha256")
    .update(`${kind.table} ${key.join("/")}`, "utf8")
    .digest("hex");
  return uuidV8Of(digest);
}

/** The 16 bytes of an event's id. */
export function bytesOfEvent(event: string): Buffer {
  return Buffer.from(event.replaceAll("-", ""), "hex");
}

function uuidV8Of(hex: string): string {
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
