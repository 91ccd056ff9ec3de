import { describe, expect, it, jest } from "@jest/globals";
import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { builtProgram } from "../process/built-program.js";
import { Program } from "../process/program.js";
import { serveMadeUpLog, type MadeUpLog } from "./made-up-log.js";
import { watchMemory } from "./million-users.js";

const GIGABYTE = 1e9;
const BUNDLES = 10_000;
const MEGABYTES_MAX = 350;

jest.setTimeout(900_000);

/** Runs the verifier and answers what it ended with, what it said, and the most memory it held, in megabytes. */
async function verify(...given: string[]) {
  const main = join(dirname(await builtProgram()), "verify.js");
  const program = new Program({ settings: {}, main, arguments: given });
  const memory = watchMemory(program.pid);
  const { code } = await program.ended;
  return { code, stdout: program.stdout, stderr: program.stderr, megabytes: await memory.stop() };
}

const verifyLog = ({ url, verifierKey }: MadeUpLog) => verify("log", url, "--key", verifierKey);

describe("A log of many gigabytes", () => {
  it("is verified in little memory, telling how far it is", async () => {
    await using log = await serveMadeUpLog(BUNDLES);
    expect(log.bytes).toBeGreaterThan(10 * GIGABYTE);
    const { code, stdout, stderr, megabytes } = await verifyLog(log);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(`${log.leaves} leaves`) });
    expect(stderr).toMatch(/^[\d,]+ of 2,560,000 leaves, [\d,]+ a second, \d+ s left$/m);
    expect(megabytes).toBeLessThan(MEGABYTES_MAX);
  });

  it("of which one bit is another is refused, at the entry that holds it", async () => {
    await using log = await serveMadeUpLog(500, { forged: 300 });
    const { code, stderr } = await verifyLog(log);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining(`entry ${301 * 256 - 1} of tile/entries/300`),
    });
  });
});

describe("A file of ten gigabytes", () => {
  it("is read no further than what was expected may be long, whatever it is given as", async () => {
    const folder = await mkdtemp(join(tmpdir(), "large "));
    try {
      const large = join(folder, "large");
      await writeFile(large, "c2sp.org/tlog-proof@v1\n");
      await truncate(large, 10 * GIGABYTE);
      await mkdir(join(folder, "log"));
      await writeFile(join(folder, "log", "checkpoint"), "log.example\n");
      await truncate(join(folder, "log", "checkpoint"), 10 * GIGABYTE);
      await using log = await serveMadeUpLog(1);
      const { verifierKey: key } = log;
      for (const given of [
        ["receipt", large],
        ["coverage", large],
        ["checkpoints", large, large, "--log", folder],
        ["log", join(folder, "log")],
      ]) {
        const { code, stderr, megabytes } = await verify(...given, "--key", key);
        expect({ given, code, stderr }).toEqual({
          given,
          code: 1,
          stderr: expect.stringContaining("more than"),
        });
        expect(megabytes).toBeLessThan(MEGABYTES_MAX);
      }
      expect(await verify("log", large, "--key", key)).toMatchObject({ code: 3 });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
