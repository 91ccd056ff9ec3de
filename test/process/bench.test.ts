import { beforeAll, describe, expect, it } from "@jest/globals";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Measurement } from "../../bench/measurement.js";
import { environment } from "../cli/registry-command.js";
import { builtProgram } from "./built-program.js";

/** The built benchmark as a person runs it, on sizes that measure nothing but show that all of it works. */

let bench = "";

beforeAll(async () => {
  bench = join(await builtProgram(), "..", "..", "bench", "main.js");
}, 120_000);

const run = (...arguments_: string[]) =>
  promisify(execFile)(process.execPath, [bench, ...arguments_], { env: environment({}) });

describe("npm run bench", () => {
  it("measures a scenario, prints the table, writes the JSON and tells what it does meanwhile", async () => {
    const folder = await mkdtemp(join(tmpdir(), "registry-bench-test-"));
    try {
      const json = join(folder, "figures.json");
      const sizes = ["--seconds", "0.3", "--rounds", "1", "--connections", "4", "--users", "50"];
      const { stdout, stderr } = await run("--only", "single", "--json", json, ...sizes);
      expect(stdout).toMatch(/^measure .* met$/m);
      expect(stdout).toMatch(
        /^recordDisclosure, 1 user, 4 connections +[\d,.]+ \/s +[\d,.]+ \/s join table/m,
      );
      expect(stderr).toMatch(/^\[1\/1\] single recordDisclosure calls: round 1 of 1.* left$/m);
      const { measurements } = JSON.parse(await readFile(json, "utf8")) as { measurements: Measurement[] };
      for (const { ours, plain } of measurements) {
        expect(ours).toBeGreaterThan(0);
        expect(plain?.value).toBeGreaterThan(0);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 120_000);

  it("refuses a flag that it does not know", async () => {
    await expect(run("--quick")).rejects.toMatchObject({ code: 2 });
  });
});
