import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { logSigner, writeLog } from "../support/written-log.js";
import { builtProgram } from "./built-program.js";

/** The verifier as an auditor runs it: by itself, with no registry anywhere. */
describe("the built registry-verify", () => {
  const signer = logSigner();
  let program: string;
  let folder: string;

  beforeAll(async () => {
    program = join(dirname(await builtProgram()), "verify.js");
    folder = mkdtempSync(join(tmpdir(), "verified-"));
    writeLog(folder, [Buffer.from("one"), Buffer.from("two")], signer);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (...args: string[]) => {
    const env = { PATH: process.env.PATH, DATABASE_URL: "postgres://nobody@127.0.0.1:1/nowhere" };
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      env,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };

  it("ends with the documented exit codes", () => {
    const key = ["--key", signer.verifierKey];
    expect(run("log", folder, ...key)).toEqual({
      status: 0,
      stdout:
        "Holds: every entry and every tile of the tree of 2 leaves of log.example/test, and its root.\n",
      stderr: "",
    });
    expect(run("log", folder)).toMatchObject({ status: 2, stdout: "" });
    expect(run("log", join(folder, "nowhere"), ...key)).toMatchObject({ status: 3, stdout: "" });
    writeFileSync(join(folder, "tile/0/000.p/2"), Buffer.alloc(64));
    expect(run("log", folder, ...key)).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringContaining("DOES NOT HOLD: entry 0 of tile/entries/000.p/2"),
    });
  });
});
