import { didYouMean } from "./core/nearest-key.js";
import type { DataMapSnapshot } from "./data-map-snapshot.js";

/** What is wrong with a key that is to name a recipient; null where the data map knows it, retired or not. */
export function problemOfRecipient(map: DataMapSnapshot, key: string): string | null {
  if (map.recipient(key)) return null;
  return `The data map has no recipient with this key.${didYouMean(key, map.keys("recipients"))}`;
}
