import type { Acknowledged } from "../load/load.js";
import type { Seen } from "./watched-ledger.js";

/**
 * How long after its acknowledgement each disclosure was covered by a checkpoint that could be read, in milliseconds, ascending; one that
 * could be read before the answer had arrived counts as 0.
 *
 * @param places of the disclosures in the ledger, by id
 * @param seen in the order of their sizes
 */
export function lagsOf(
  acknowledged: readonly Acknowledged[],
  places: ReadonlyMap<string, number>,
  seen: readonly Seen[],
): number[] {
  const byPlace = acknowledged.map(({ id, at }) => {
    const place = places.get(id);
    if (place === undefined)
      throw new Error("A disclosure that was acknowledged has no place in the ledger.");
    return { place, at };
  });
  byPlace.sort((a, b) => a.place - b.place);
  let next = 0;
  const lags = byPlace.map(({ place, at }) => {
    while (next < seen.length && seen[next]!.size <= place) next += 1;
    const covering = seen[next];
    if (covering === undefined) throw new Error("A disclosure that was acknowledged is in no checkpoint.");
    return Math.max(0, covering.at - at);
  });
  return lags.sort((a, b) => a - b);
}
