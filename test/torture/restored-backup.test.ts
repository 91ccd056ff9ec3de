import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { clusterOf } from "../integration/embedded/data-folder.js";
import { builtProgram } from "../process/built-program.js";
import { clientOf, Program, type Up } from "../process/program.js";
import { withPrograms } from "../process/programs.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { startWitness, type TestWitness } from "../support/test-witness.js";

const WAIT_MS_MAX = 60_000;
const LEDGER = "{ ledger { origin publicKey size pending halted checkpoint } }";

interface Ledger {
  readonly origin: string;
  readonly publicKey: string;
  readonly size: number;
  readonly pending: number;
  readonly halted: string | null;
  readonly checkpoint: string | null;
}

const programs = withPrograms();
jest.setTimeout(900_000);

/** Copies a folder with the owners and modes of its files, in place of what was there. */
async function copyFolder(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await promisify(execFile)("cp", ["-a", from, to]);
}

class Registry {
  #up: Up | null = null;
  #program: Program | null = null;
  #key = "";

  constructor(readonly dataDir: string) {}

  async start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#program = programs.start({ DATA_DIR: this.dataDir, ...settings });
    this.#up = await this.#program.up();
    this.#key ||= this.#up.key;
  }

  async stop(): Promise<void> {
    expect(await this.#program!.stop()).toEqual({ code: 0, signal: null });
  }

  get log(): string {
    return this.#program!.stderr;
  }

  async record(count: number): Promise<void> {
    for (let done = 0; done < count; done += 1) await this.#request(RECORD, { input: disclosureInput() });
  }

  /** What the ledger is as soon as it is as it should be. */
  async ledgerOnce(isAsExpected: (ledger: Ledger) => boolean): Promise<Ledger> {
    let seen: Ledger | null = null;
    for (const start = performance.now(); performance.now() - start < WAIT_MS_MAX; await sleep(50)) {
      seen = (await this.#request<{ ledger: Ledger }>(LEDGER)).ledger;
      if (isAsExpected(seen)) return seen;
    }
    throw new Error(`The ledger stayed ${JSON.stringify(seen)}.\n${this.log}`);
  }

  published(): Promise<Ledger> {
    return this.ledgerOnce(({ size, pending, halted }) => size > 0 && pending === 0 && halted === null);
  }

  /** Runs the verifier on what is served. */
  async verify(...given: string[]): Promise<{ readonly code: number | null; readonly stderr: string }> {
    const { publicKey } = await this.ledgerOnce(() => true);
    const main = join(dirname(await builtProgram()), "verify.js");
    const log = ["log", `${this.#up!.address}/ledger`, "--api-key", this.#key, "--key", publicKey];
    const program = new Program({ settings: {}, main, arguments: [...log, ...given] });
    const { code } = await program.ended;
    return { code, stderr: program.stderr };
  }

  #request<Result>(query: string, variables?: object): Promise<Result> {
    return clientOf(this.#up!, this.#key).request<Result>(query, { ...variables });
  }
}

describe("A database restored from an older backup", () => {
  let folder: string;
  let witness: TestWitness;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "backups "));
    witness = await startWitness(join(folder, "witness"));
  });
  afterEach(async () => {
    await witness[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it("is recorded into but not signed for, says what to do, and goes on once the newest one is back", async () => {
    const registry = new Registry(await programs.dataDir());
    await registry.start();
    await registry.record(20);
    const older = await registry.published();
    await registry.stop();
    const cluster = await clusterOf(registry.dataDir);
    await copyFolder(cluster, join(folder, "older"));

    await registry.start();
    await registry.record(30);
    const newest = await registry.published();
    expect(newest.size).toBeGreaterThanOrEqual(older.size + 30);
    await registry.stop();
    await copyFolder(cluster, join(folder, "newest"));

    await copyFolder(join(folder, "older"), cluster);
    await registry.start();
    await registry.record(100);
    const halted = await registry.ledgerOnce((ledger) => ledger.halted !== null);
    expect(halted.halted).toMatch(
      new RegExp(
        `has ${older.size} leaves, but the checkpoint in .* was signed for ${newest.size}: an older database was restored.` +
          " Stop the registry, restore a backup taken after that checkpoint, and start again; nothing is signed until then.$",
      ),
    );
    expect(halted).toMatchObject({ size: older.size, checkpoint: older.checkpoint });
    expect(registry.log).toContain("an older database was restored");
    await registry.stop();

    await copyFolder(join(folder, "newest"), cluster);
    await registry.start();
    await registry.record(1);
    const onwards = await registry.ledgerOnce(({ size, halted: reason }) => size > newest.size && !reason);
    expect(onwards.size).toBeGreaterThan(newest.size);
    expect(await registry.verify()).toMatchObject({ code: 0 });
    await registry.stop();
  });

  it("with the checkpoint outside it is found by the witness, and what was published before is still verified with it", async () => {
    const settings = { LEDGER_WITNESS_URL: witness.url, LEDGER_WITNESS_KEY: witness.key };
    const cosigned = ({ checkpoint }: Ledger) => checkpoint?.includes("witness.example/w1") === true;
    const registry = new Registry(await programs.dataDir());
    await registry.start();
    await registry.record(5);
    const { publicKey, origin } = await registry.published();
    expect(await registry.verify("--witness", witness.key)).toEqual({
      code: 1,
      stderr: expect.stringContaining("not signed by witness.example/w1"),
    });
    await registry.stop();

    witness.trust(publicKey);
    await registry.start(settings);
    const older = await registry.ledgerOnce(cosigned);
    expect(await registry.verify("--witness", witness.key)).toMatchObject({ code: 0 });
    await registry.stop();
    const backup: [string, string][] = [
      [await clusterOf(registry.dataDir), join(folder, "cluster")],
      [join(registry.dataDir, "ledger"), join(folder, "ledger")],
    ];
    for (const [from, to] of backup) await copyFolder(from, to);

    await registry.start(settings);
    await registry.record(10);
    const newest = await registry.ledgerOnce((ledger) => ledger.size >= older.size + 10 && cosigned(ledger));
    await registry.stop();

    for (const [from, to] of backup) await copyFolder(to, from);
    await registry.start(settings);
    await registry.record(3);
    const { halted } = await registry.ledgerOnce((ledger) => ledger.halted !== null);
    expect(halted).toContain(`a checkpoint that the witness cosigned was signed for ${newest.size}`);
    expect(await registry.verify("--witness", witness.key)).toMatchObject({ code: 0 });
    expect(await witness.checkpointOf(origin)).toBe(newest.checkpoint);
    await registry.stop();
  });
});
