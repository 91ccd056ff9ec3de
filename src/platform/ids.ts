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
