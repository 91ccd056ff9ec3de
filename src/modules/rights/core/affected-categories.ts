import type { DataMapSnapshot } from "../../datamap/index.js";
import { parentKeyOf } from "../../datamap/core/category-tree.js";

/**
 * The categories by which a disclosure has to do with those affected: they themselves, what lies under them, and what they lie
 * under. Null where all data are affected, which is what naming none means.
 */
export function categoriesConcerned(map: DataMapSnapshot, affected: readonly string[]): string[] | null {
  if (affected.length === 0) return null;
  const keys = affected.flatMap((key) => [...map.categoryAndDescendants(key), ...ancestorsOf(key)]);
  return [...new Set(keys)].sort();
}

/**
 * What of the categories that somebody received is affected, as narrow as it can be said: of `identification`, where
 * `identification.email` is affected, the latter. Sorted.
 */
export function affectedOf(received: readonly string[], affected: readonly string[]): string[] {
  if (affected.length === 0) return [...received].sort();
  const pairs = received.flatMap((held) => affected.map((key) => narrower(held, key)));
  return [...new Set(pairs.filter((key) => key !== null))].sort();
}

/** The one that lies under the other; null where neither does. */
function narrower(one: string, other: string): string | null {
  if (one === other || one.startsWith(`${other}.`)) return one;
  return other.startsWith(`${one}.`) ? other : null;
}

function ancestorsOf(key: string): string[] {
  const parent = parentKeyOf(key);
  return parent === undefined ? [] : [parent, ...ancestorsOf(parent)];
}
