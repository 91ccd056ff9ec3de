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

  let start = after === undefined ? 0 : sorted.filter(({ key }) => compareKeys(key, after) <= 0).length;
  let end =
    before === undefined ? sorted.length : sorted.filter(({ key }) => compareKeys(key, before) < 0).length;
  end = Math.max(start, end);
  if (request.direction === "forward") end = Math.min(end, start + request.limit);
  else start = Math.max(start, end - request.limit);

  return {
    edges: sorted.slice(start, end).map((node) => ({ cursor: encodeCursor([listName, node.key]), node })),
    hasNextPage: end < sorted.length,
    hasPreviousPage: start > 0,
    countAll: () => sorted.length,
  };
}
