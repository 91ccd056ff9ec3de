import "reflect-metadata";
import { CommanderError } from "commander";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "../src/platform/db/embedded/index.js";
import { ReleaseStack } from "../src/platform/release-stack.js";
import { Bench, type Lasting, type Scenario } from "./bench.js";
import type { Measurement } from "./measurement.js";
import { isHelp, readOptions, type Options } from "./options.js";
import { Progress } from "./progress.js";
import { renderJson, renderTable } from "./report.js";
import { scenarios } from "./scenarios/index.js";

/**
 * The suite behind `npm run bench`: see docs/performance.md. Exit code 0 says that everything was measured, whatever the figures;
 * 1 that something could not be; 2 that the command line was wrong.
 */

const TABLE_CHARS = 160;
const say = (text: string) => void process.stderr.write(text);

async function main(options: Options): Promise<number> {
  const startedAt = new Date();
  const chosen = scenarios.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const progress = new Progress(
    chosen.map((scenario) => scenario.estimate(options.sizes)),
    say,
  );
  const measurements: Measurement[] = [];
  let failures = 0;
  const opened = new ReleaseStack();
  stopWhenAsked(opened);
  try {
    const postgres = await startPostgres(opened);
    const lasting = { opened, things: new Map<string, Promise<unknown>>() };
    for (const scenario of chosen) {
      progress.begin(scenario.title);
      try {
        measurements.push(...(await measure(scenario, options, postgres, progress, lasting)));
      } catch (error) {
        failures += 1;
        say(`${scenario.title} could not be measured.\n${(error as Error).stack}\n`);
      }
    }
  } finally {
    await opened.releaseAll();
  }
  const seconds = Math.round((Date.now() - startedAt.getTime()) / 1_000);
  const run = {
    startedAt: startedAt.toISOString(),
    seconds,
    machine: machine(),
    sizes: { ...options.sizes },
  };
  process.stdout.write(`${renderTable(measurements, process.stdout.columns ?? TABLE_CHARS)}\n`);
  if (options.json !== null) await writeFile(options.json, renderJson(run, measurements));
  return failures === 0 ? 0 : 1;
}

/** The run's PostgreSQL, with the settings the registry gives it everywhere, in a folder that goes with it. */
async function startPostgres(opened: ReleaseStack): Promise<EmbeddedPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), "registry-bench-"));
  opened.push(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));
  // Under root the server runs as another user, who must be able to enter.
  await chmod(dataDir, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir });
  opened.push(() => postgres.stop());
  return postgres;
}

async function measure(
  scenario: Scenario,
  { sizes }: Options,
  postgres: EmbeddedPostgres,
  progress: Progress,
  lasting: Lasting,
): Promise<readonly Measurement[]> {
  const own = new ReleaseStack();
  running.add(own);
  try {
    const step = (doing: string) => {
      progress.step(doing);
    };
    return await scenario.run(new Bench(sizes, postgres, own, step, lasting));
  } finally {
    await own.releaseAll();
    running.delete(own);
  }
}

const running = new Set<ReleaseStack>();

/** Leaves no server and no folder behind when it is broken off. */
function stopWhenAsked(opened: ReleaseStack): void {
  const stop = async () => {
    for (const own of running) await own.releaseAll().catch(() => {});
    await opened.releaseAll().catch(() => {});
    process.exit(1);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => void stop());
}

function machine(): Record<string, string | number> {
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
  };
}

function readCommandLine(): Options | number {
  try {
    return readOptions(
      process.argv.slice(2),
      scenarios.map(({ name }) => name),
      { out: (text) => void process.stdout.write(text), err: say },
    );
  } catch (error) {
    if (error instanceof CommanderError) return isHelp(error) ? 0 : 2;
    throw error;
  }
}

const options = readCommandLine();
process.exitCode = typeof options === "number" ? options : await main(options);
