/** Readings under way at one time: enough for a server not to be waited for, few enough to hold in memory. */
export const READINGS_AHEAD = 8;

/** What `read` answers for each item, in the items' order, with up to `ahead` readings under way. */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  read: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for (const item of items) {
    const reading = read(item);
    // Its failure is told when its turn comes, if it ever does.
    reading.catch(() => {});
    underWay.push(reading);
    if (underWay.length >= ahead) yield underWay.shift()!;
  }
  yield* underWay;
}
