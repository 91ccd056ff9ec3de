import { lstat, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { readOrCreateSecret, writeDurably } from "../../../src/platform/data-dir.js";

describe("the data folder", () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "registry-data-"));
  });

  afterEach(async () => {
    await rm(dataDir, { recursive: true });
  });

  it("makes a secret once and keeps it for its owner alone", async () => {
    const secret = await readOrCreateSecret(dataDir, "one");
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(await readOrCreateSecret(dataDir, "one")).toBe(secret);
    expect(await readOrCreateSecret(dataDir, "other")).not.toBe(secret);
    expect((await lstat(join(dataDir, "secrets"))).mode & 0o777).toBe(0o700);
    expect((await lstat(join(dataDir, "secrets", "one"))).mode & 0o777).toBe(0o600);
  });

  it("takes an operator's own secret without the end of its line, and closes the folder it stands in", async () => {
    await mkdir(join(dataDir, "secrets"), { mode: 0o755 });
    await writeFile(join(dataDir, "secrets", "one"), "from a vault\n");
    expect(await readOrCreateSecret(dataDir, "one")).toBe("from a vault");
    expect((await lstat(join(dataDir, "secrets"))).mode & 0o777).toBe(0o700);
  });

  it("replaces a file whole and leaves no draft behind", async () => {
    await writeDurably(join(dataDir, "file"), "first", 0o644);
    await writeDurably(join(dataDir, "file"), "second", 0o600);
    expect(await readdir(dataDir)).toEqual(["file"]);
    expect((await lstat(join(dataDir, "file"))).mode & 0o777).toBe(0o600);
  });
});
