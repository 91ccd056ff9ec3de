import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { projectRoot } from "../../../src/platform/project-root.js";

/** A process of its own that holds a data folder's database: `hold-database.ts`. */
export interface Holder {
  readonly pid: number;
  /** The next line it writes, as an object. */
  next(): Promise<Record<string, string | boolean>>;
  /** Sends a signal and waits for its end. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Starts a holder at the head of a process group of its own, as a shell starts a command. */
export function startHolder(dataDir: string): Holder {
  const registersTypeScript = join(projectRoot, "test", "integration", "embedded", "register-typescript.js");
  const program = join(projectRoot, "test", "integration", "embedded", "hold-database.ts");
  const child = spawn(process.execPath, ["--import", registersTypeScript, program, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error("The holder did not start.");
  const exit = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid,
    async next() {
      const line = (await lines.next()) as IteratorResult<string, undefined>;
      if (line.value === undefined) throw new Error("The holder ended without a word.");
      return JSON.parse(line.value) as Record<string, string | boolean>;
    },
    async end(signal) {
      child.kill(signal);
      await exit;
    },
  };
}
