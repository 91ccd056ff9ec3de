import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { takeLock, type FolderLock } from "../../../src/platform/db/embedded/folder-lock.js";
import { processStart } from "../../../src/platform/db/embedded/process-identity.js";

describe("a folder's lock", () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "registry-lock-"));
    path = join(folder, "registry.lock");
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function expectTaken(): Promise<FolderLock> {
    const lock = await takeLock(path);
    if ("heldBy" in lock) throw new Error(`Held by ${lock.heldBy}.`);
    return lock;
  }

  it("is held by one at a time and free again once released", async () => {
    const lock = await expectTaken();
    expect(await takeLock(path)).toEqual({ heldBy: process.pid });
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
    await (await expectTaken()).release();
  });

  it("is not released by a former holder whose lock was replaced", async () => {
    const former = await expectTaken();
    await writeFile(
      path,
      JSON.stringify({ pid: process.pid, start: await processStart(process.pid), token: "later" }),
    );
    await former.release();
    expect(await takeLock(path)).toEqual({ heldBy: process.pid });
  });

  it.each([
    ["whose process is gone", JSON.stringify({ pid: 2 ** 22 + 1, start: "boot/1", token: "stale" })],
    ["of process 1 of an earlier container", JSON.stringify({ pid: 1, start: "boot/1", token: "stale" })],
    ["of our own id, reused", JSON.stringify({ pid: process.pid, start: "boot/1", token: "stale" })],
    ["emptied by a power cut", ""],
  ])("is taken over from one %s", async (_, content) => {
    await writeFile(path, content);
    const lock = await expectTaken();
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ pid: process.pid });
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it("is taken over from a process that has ended and that its parent has not taken note of", async () => {
    // The shell becomes a sleep, which never asks after the child it inherits.
    const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 60"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    try {
      const pid = Number(await new Promise<Buffer>((resolve) => parent.stdout.once("data", resolve)));
      const start = (await processStart(pid)) ?? "boot/1";
      await writeFile(path, JSON.stringify({ pid, start, token: "stale" }));
      await sleep(100);
      expect(() => process.kill(pid, 0)).not.toThrow();
      await (await expectTaken()).release();
    } finally {
      parent.kill("SIGKILL");
    }
  });

  it("goes to exactly one of many that find the same stale one", async () => {
    for (let round = 0; round < 8; round += 1) {
      await writeFile(path, JSON.stringify({ pid: 2 ** 22 + 1, start: "boot/1", token: `stale-${round}` }));
      const locks = await Promise.all(Array.from({ length: 64 }, () => takeLock(path)));
      const taken = locks.filter((lock): lock is FolderLock => !("heldBy" in lock));
      expect(taken).toHaveLength(1);
      await taken[0]?.release();
    }
    expect(await readdir(folder)).toEqual([]);
  });
});
