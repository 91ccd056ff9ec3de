import { v7, validate, version } from "uuid";

/** A new UUIDv7 (RFC 9562, section 5.7): its first 48 bits are the given moment in milliseconds since 1970. */
export function newId(at: Date): string {
  return v7({ msecs: at.getTime() });
}

export function isUuid(text: string): boolean {
  return validate(text);
}

export function isUuidV7(text: string): boolean {
  return validate(text) && version(text) === 7;
}

/** The moment a UUIDv7 carries, in milliseconds since 1970. */
export function timeOfUuidV7(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** How far the time in a new id may lie behind the registry's clock, and ahead of it. */
export const NEW_ID_AGE_MS_MAX = 31 * 24 * 3_600_000;
export const NEW_ID_LEAD_MS_MAX = 5 * 60_000;

/** The smallest UUID whose first 48 bits are that moment: every UUIDv7 made since is larger. */
export function firstUuidAt(milliseconds: number): string {
  const hex = Math.max(0, milliseconds).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
