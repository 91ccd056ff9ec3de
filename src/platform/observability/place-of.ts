/** The lines of a fault's stack that say where, without the first: what it says may quote a value or SQL, which must not be logged. */
export function placeOf(fault: unknown): string[] {
  if (!(fault instanceof Error)) return [];
  return (fault.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
}

/** What kind of error a fault is: `TypeError`. */
export function kindOf(fault: unknown): string {
  return fault instanceof Error ? fault.name : typeof fault;
}
