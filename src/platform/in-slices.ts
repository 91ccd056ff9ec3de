import { setImmediate as nextTurn } from "node:timers/promises";

/** A few milliseconds' worth of what is cheap for each. */
const SLICE = 65_536;

/**
 * Does something with 0 up to `count`, slice by slice, and lets whatever else the process has to do have its turn in between. `work` gets
 * each slice's first number and the one after its last.
 */
export async function inSlices(
  count: number,
  work: (from: number, to: number) => void,
  slice = SLICE,
): Promise<void> {
  for (let from = 0; from < count; from += slice) {
    if (from > 0) await nextTurn();
    work(from, Math.min(from + slice, count));
  }
}
