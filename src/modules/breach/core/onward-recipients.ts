import type { DataMapSnapshot } from "../../datamap/index.js";

/** A recipient that may have got data by way of others. */
export interface OnwardRecipient {
  readonly recipient: string;
  /** Those of the recipients asked about, or reached from them, that pass on to it directly. */
  readonly passedOnBy: readonly string[];
}

/** Who may have got what these recipients got, directly or by way of others: the nearest first. */
export function onwardFrom(map: DataMapSnapshot, recipients: Iterable<string>): OnwardRecipient[] {
  const passedOnBy = new Map<string, string[]>();
  const reached = new Set(recipients);
  // A set is walked to its end also while it grows, so this goes on until nobody new is reached.
  for (const passing of reached) {
    for (const next of map.recipient(passing)?.passesOnTo ?? []) {
      const passers = passedOnBy.get(next);
      if (passers) passers.push(passing);
      else passedOnBy.set(next, [passing]);
      reached.add(next);
    }
  }
  return [...passedOnBy].map(([recipient, passers]) => ({ recipient, passedOnBy: passers }));
}

/** Who passes on to this recipient, directly or by way of others: the nearest first, itself left out. */
export function suppliersOf(map: DataMapSnapshot, recipient: string): string[] {
  const reached = new Set([recipient]);
  for (const next of reached) {
    for (const { key, passesOnTo } of map.document.recipients)
      if (passesOnTo.includes(next)) reached.add(key);
  }
  reached.delete(recipient);
  return [...reached];
}
