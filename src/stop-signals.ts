/** What the operator has asked for by signals so far. */
export interface StopSignals {
  /** Aborted by the first signal: stop, once the requests under way are answered. */
  readonly asked: AbortSignal;
  /** Aborted by the second: stop without waiting for them. */
  readonly hurried: AbortSignal;
  /** Asks for the stop in the operator's stead. */
  ask(): void;
}

/** SIGHUP is what a terminal sends that is closed. */
export const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A Ctrl-C under `npm start` arrives twice: from the terminal, and passed on by npm. */
const SAME_WISH_MS = 1_000;

/**
 * Listens for the signals that end a program. The first asks it to stop, the second hurries it, the third ends it at once; what that
 * leaves running, the next start stops.
 */
export function listenForStop(say: (line: string) => void): StopSignals {
  const asked = new AbortController();
  const hurried = new AbortController();
  let lastHeard = -Infinity;
  const hear = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (now - lastHeard < SAME_WISH_MS) return;
    lastHeard = now;
    if (hurried.signal.aborted) {
      say(`${signal} for the third time: ended at once.`);
      process.exit(1);
    }
    if (asked.signal.aborted) {
      say(`${signal} again: breaking off the requests under way.`);
      hurried.abort();
      return;
    }
    say(`${signal}: stopping, once the requests under way are answered. A second one breaks them off.`);
    asked.abort();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, hear);
  return { asked: asked.signal, hurried: hurried.signal, ask: () => asked.abort() };
}
