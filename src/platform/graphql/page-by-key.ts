import type { ConnectionPage, PageRequest } from "./connection.js";
import { decodeCursor, encodeCursor } from "./cursor.js";

/** Orders by code points, so that the order is the same on every machine. */
function compareKeys(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/**
 * One page of entries held in memory, ordered by key.
 *
 * A cursor is a place between keys, not a position: it stays good when entries come and go between two pages.
 *
 * @param listName stands in every cursor, so that a cursor of another list is refused
 */
export function pageByKey<Entry extends { readonly key: string }>(
  listName: string,
  entries: readonly Entry[],
  request: PageRequest,
): ConnectionPage<Entry> {
  const keyIn = (cursor: string, argument: "after" | "before"): string =>
    decodeCursor(cursor, argument, (values) => values.length === 2 && values[0] === listName)[1] ?? "";
  const sorted = [...entries].sort((one, other) => compareKeys(one.key, other.key));
  const after = request.after === undefined ? undefined : keyIn(request.after, "after");
  const before = request.before === undefined ? undefined : keyIn(request.before, "before");

  const from = after === undefined ? 0 : sorted.filter(({ key }) => compareKeys(key, after) <= 0).length;
  const below =
    before === undefined ? sorted.length : sorted.filter(({ key }) => compareKeys(key, before) < 0).length;
  const to = Math.max(from, below);
  const isForward = request.direction === "forward";
  const start = isForward ? from : Math.max(from, to - request.limit);
  const end = isForward ? Math.min(to, from + request.limit) : to;

  return {
    edges: sorted.slice(start, end).map((node) => ({ cursor: encodeCursor([listName, node.key]), node })),
    // A walk ends at the cursor it walks towards, as in `Keyset`: else a loop that keeps passing it would never end.
    hasNextPage: end < (isForward ? to : sorted.length),
    hasPreviousPage: start > (isForward ? 0 : from),
    countAll: () => sorted.length,
  };
}
