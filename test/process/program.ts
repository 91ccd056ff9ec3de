import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { GraphQLClient } from "graphql-request";

/** How a program is started. */
export interface ProgramOptions {
  /** The registry's settings; besides them it sees nothing of this process's environment but PATH. */
  readonly settings: Readonly<Record<string, string>>;
  /** `main.js`, or `cli.js`, of a project that was built. */
  readonly main: string;
  readonly arguments?: readonly string[];
  /** A module that Node loads before the program. */
  readonly preload?: string;
  /** Whether it heads a process group of its own, as a command that a shell starts does. */
  readonly ownGroup?: boolean;
}

/** What a program said once it was up. */
export interface Up {
  /** `http://127.0.0.1:4000` */
  readonly address: string;
  /** The administrator's key it showed, "" where it showed none. */
  readonly key: string;
}

export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const READY_MS_MAX = 60_000;

/** The registry as an operator runs it: a process of its own. */
export class Program {
  stdout = "";
  stderr = "";
  readonly ended: Promise<End>;
  readonly #child: ChildProcess;
  readonly #ownGroup: boolean;

  constructor({ settings, main, arguments: given = [], preload, ownGroup = false }: ProgramOptions) {
    const loads = preload === undefined ? [] : ["--import", preload];
    this.#ownGroup = ownGroup;
    this.#child = spawn(process.execPath, [...loads, "--enable-source-maps", main, ...given], {
      env: { PATH: process.env.PATH, PORT: "0", LOG_LEVEL: "error", ...settings },
      stdio: ["ignore", "pipe", "pipe"],
      detached: ownGroup,
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    // Not "exit": by "close" everything it wrote has arrived.
    this.ended = once(this.#child, "close").then(() => ({
      code: this.#child.exitCode,
      signal: this.#child.signalCode,
    }));
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Sends a signal, to the whole process group where the program heads one. */
  signal(signal: NodeJS.Signals): void {
    if (this.isRunning) process.kill(this.#ownGroup ? -this.pid : this.pid, signal);
  }

  /** Sends a signal and waits for the program's end. */
  stop(signal: NodeJS.Signals = "SIGTERM"): Promise<End> {
    this.signal(signal);
    return this.ended;
  }

  /** Waits until it has written `text` to standard output. Throws, with all it wrote, where it ends before. */
  async says(text: RegExp): Promise<RegExpExecArray> {
    for (const start = performance.now(); performance.now() - start < READY_MS_MAX; await sleep(5)) {
      const found = text.exec(this.stdout);
      if (found) return found;
      if (!this.isRunning) break;
    }
    throw new Error(`The program did not say ${text.source}.\n${this.stdout}${this.stderr}`);
  }

  /** Waits until it answers. */
  async up(): Promise<Up> {
    const [, address = ""] = await this.says(/^The Disclosure Registry answers at (\S+)\/graphql$/m);
    return { address, key: keysIn(this.stdout)[0] ?? "" };
  }
}

/** The API keys a text shows, each once: the start shows a key by itself and in the playground's address. */
export function keysIn(text: string): string[] {
  return [...new Set(text.match(/\bdr_\w+/g))];
}

/** A caller of a program, with a key. */
export function clientOf({ address }: Up, key: string): GraphQLClient {
  return new GraphQLClient(`${address}/graphql`, { headers: { authorization: `Bearer ${key}` } });
}

/** The codes of the errors a request is answered with; none where it succeeds. */
export async function codesOf(request: Promise<unknown>): Promise<unknown[]> {
  try {
    await request;
    return [];
  } catch (error) {
    const { response } = error as { response?: { errors?: { extensions?: { code?: unknown } }[] } };
    if (response?.errors === undefined) throw error;
    return response.errors.map(({ extensions }) => extensions?.code);
  }
}
