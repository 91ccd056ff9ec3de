/**
 * The lines of a fault's stack that say where, and nothing of what it says: that may quote a value or SQL, which must not be logged, and be of
 * several lines, any of which may look like a place. None where the stack does not hold what the fault says.
 */
export function placeOf(fault: unknown): string[] {
  if (!(fault instanceof Error)) return [];
  const { stack = "", message } = fault;
  const said = stack.indexOf(message);
  if (said < 0) return [];
  return stack
    .slice(said + message.length)
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
}

/** What kind of error a fault is: `TypeError`. */
export function kindOf(fault: unknown): string {
  return fault instanceof Error ? fault.name : typeof fault;
}
