import { didYouMean } from "./core/nearest-key.js";
import type { NamingMap } from "./naming-map.js";

/** What is wrong with a key that is to name a recipient; null where the data map knows it, retired or not. */
export function problemOfRecipient(map: Pick<NamingMap, "recipient" | "keys">, key: string): string | null {
  if (map.recipient(key)) return null;
  return `The data map has no recipient with this key.${didYouMean(key, map.keys("recipients"))}`;
}

/** The same for a purpose. */
export function problemOfPurpose(map: Pick<NamingMap, "entry" | "keys">, key: string): string | null {
  if (map.entry("purposes", key)) return null;
  return `The data map has no purpose with this key.${didYouMean(key, map.keys("purposes"))}`;
}
