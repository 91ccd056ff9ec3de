import { Presets, SingleBar } from "cli-progress";

export interface Progress {
  update(done: number): void;
  stop(): void;
}

const LINES = 10;

/** A bar on a terminal; elsewhere, such as in a log, some plain lines. */
export function showProgress(total: number, out: NodeJS.WriteStream): Progress {
  return out.isTTY ? bar(total, out) : plainLines(total, out);
}

function bar(total: number, out: NodeJS.WriteStream): Progress {
  const single = new SingleBar(
    { stream: out, format: "  {bar} {percentage} % | {value} of {total} | {eta_formatted} left" },
    Presets.shades_classic,
  );
  single.start(total, 0);
  return {
    update: (done) => {
      single.update(done);
    },
    stop: () => {
      single.stop();
    },
  };
}

function plainLines(total: number, out: NodeJS.WriteStream): Progress {
  let told = 0;
  return {
    update(done) {
      const due = Math.floor((done * LINES) / total);
      if (due > told) out.write(`  ${done} of ${total}\n`);
      told = due;
    },
    stop: () => {},
  };
}
