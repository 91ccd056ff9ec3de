/** What one line of the suite's table is made of. */

export type Unit = "/s" | "ms" | "s" | "MB" | "bytes" | "µs";

/** What is to be reached: of the registry's own figure, or of its ratio to the plain way's. */
export interface Target {
  readonly of: "ours" | "ratio";
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** One figure of the registry, beside the same work done the plain way where there is one. */
export interface Measurement {
  readonly measure: string;
  readonly unit: Unit;
  readonly ours: number;
  readonly plain?: { readonly way: string; readonly value: number };
  readonly target?: Target;
  /** What a reader of the JSON may want to know besides: percentiles, how busy the load generator was. */
  readonly details?: Readonly<Record<string, number | string>>;
}

/** The registry's figure by the plain way's, whichever of the two is better; null where there is no plain way. */
export function ratioOf({ ours, plain }: Measurement): number | null {
  return plain === undefined ? null : ours / plain.value;
}

/** Whether the target is reached; null where there is none. */
export function isMet(measurement: Measurement): boolean | null {
  const { target } = measurement;
  if (target === undefined) return null;
  const value = target.of === "ours" ? measurement.ours : (ratioOf(measurement) ?? NaN);
  return value >= (target.atLeast ?? -Infinity) && value <= (target.atMost ?? Infinity);
}

/** The middle one of several rounds by a figure of theirs, so that one disturbed round does not count. */
export function medianBy<Round>(rounds: readonly Round[], figure: (round: Round) => number): Round {
  const sorted = [...rounds].sort((a, b) => figure(a) - figure(b));
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("There was no round to take the middle one of.");
  return middle;
}
