import { Presets, SingleBar } from "cli-progress";
import type { Clock } from "../../platform/clock.js";
import type { Output } from "../surroundings.js";

export interface Progress {
  update(bytes: number, lines: number): void;
  stop(): void;
}

const STEPS = 10;
const BAR_CHARS_MIN = 5;
const BAR_CHARS_MAX = 40;
/** What stands beside the bar, up to `100% 9999999 at 9999/s, 59m59s left`. */
const TEXT_CHARS = 36;

/** A bar with rate and time left on a terminal; elsewhere, such as in a log, some plain lines. */
export function showProgress(totalBytes: number, out: Output, clock: Clock): Progress {
  return out.isTTY ? bar(totalBytes, out as NodeJS.WriteStream, clock) : plainLines(totalBytes, out);
}

function bar(totalBytes: number, out: NodeJS.WriteStream, clock: Clock): Progress {
  const barsize = Math.min(BAR_CHARS_MAX, Math.max(BAR_CHARS_MIN, (out.columns ?? 80) - TEXT_CHARS));
  const single = new SingleBar(
    { stream: out, barsize, format: "{bar} {percentage}% {lines} at {rate}/s, {eta_formatted} left" },
    Presets.shades_classic,
  );
  const startedAt = clock.now().getTime();
  single.start(totalBytes, 0, { lines: 0, rate: "–" });
  return {
    update(bytes, lines) {
      const seconds = (clock.now().getTime() - startedAt) / 1000;
      single.update(bytes, { lines, rate: seconds > 0 ? Math.round(lines / seconds) : "–" });
    },
    stop: () => {
      single.stop();
    },
  };
}

function plainLines(totalBytes: number, out: Output): Progress {
  let told = 0;
  return {
    update(bytes, lines) {
      const due = Math.floor((bytes * STEPS) / Math.max(1, totalBytes));
      if (due > told) out.write(`${lines} lines, ${Math.min(100, due * STEPS)} %\n`);
      told = due;
    },
    stop: () => {},
  };
}
