/** What one look at the machine came to. */
export interface Check {
  /** What was looked at: `Node.js`. */
  readonly name: string;
  /** `skipped` where there was nothing to look at. */
  readonly state: "ok" | "problem" | "skipped";
  /** What was found. */
  readonly found: string;
  /** What to do about a problem; null where there is none. */
  readonly remedy: string | null;
}

export function ok(name: string, found: string): Check {
  return { name, state: "ok", found, remedy: null };
}

export function problem(name: string, found: string, remedy: string): Check {
  return { name, state: "problem", found, remedy };
}

export function skipped(name: string, found: string): Check {
  return { name, state: "skipped", found, remedy: null };
}
