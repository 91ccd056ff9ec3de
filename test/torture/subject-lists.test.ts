import { describe, expect, it, jest } from "@jest/globals";
import { execFile } from "node:child_process";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { killPostgres, withPrograms } from "../process/programs.js";
import {
  again,
  covered,
  listedInput,
  listOf,
  record,
  upload,
  watchMemory,
  type Registry,
} from "./million-users.js";

const USERS = 1_000_000;
const KILLS = 6;
const MEGABYTES_MAX = 250;

const programs = withPrograms();
jest.setTimeout(900_000);
const everyone = () => listOf(USERS, (line) => `user-${line}`);

async function start(
  dataDir: string,
  key?: string,
): Promise<Registry & { stop: (signal?: NodeJS.Signals) => Promise<unknown>; pid: number }> {
  const program = programs.start({ DATA_DIR: dataDir });
  const up = await program.up();
  return { up, key: key ?? up.key, pid: program.pid, stop: (signal) => program.stop(signal) };
}

describe("A list", () => {
  it("of ten million times the same user, or of five million users, takes no more memory than one of a thousand", async () => {
    const registry = await start(await programs.dataDir());
    const memory = watchMemory(registry.pid);
    expect(
      await upload(
        registry,
        listOf(10_000_000, () => "the-same-user"),
      ),
    ).toMatchObject({
      status: 201,
      count: 1,
      duplicates: 9_999_999,
    });
    expect(
      await upload(
        registry,
        listOf(5_000_000, (line) => `user-${line}`),
      ),
    ).toMatchObject({
      status: 201,
      count: 5_000_000,
    });
    expect(await memory.stop()).toBeLessThan(MEGABYTES_MAX);
    await registry.stop();
  });
});

describe("A disclosure of a million users", () => {
  it("is all there or not at all, and there once after retries, whenever the database is killed", async () => {
    const dataDir = await programs.dataDir();
    const registry = await start(dataDir);
    const { id: list } = await upload(registry, everyone());
    const quiet = performance.now();
    await record(registry, listedInput(list!));
    const takesMs = performance.now() - quiet;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const input = listedInput(list!);
      const first = record(registry, input);
      await sleep((takesMs * (kill + 0.5)) / KILLS);
      await killPostgres(dataDir);
      const answer = await first;
      const retried = await again(() => record(registry, input));
      expect(retried.users).toBe(USERS);
      if (answer !== "lost") expect(retried.created).toBe(false);
      // A connection of before the kill may have answered once more.
      expect(await again(() => record(registry, input))).toEqual({ created: false, users: USERS });
      expect(await covered(registry, input.id, everyone())).toBe(USERS);
    }
    await registry.stop();
  });

  it("is recorded once after the server was killed while its list arrived, and while it was recorded", async () => {
    const dataDir = await programs.dataDir();
    const first = await start(dataDir);
    const broken = upload(first, everyone()).catch(() => "lost");
    await sleep(1_000);
    await first.stop("SIGKILL");
    expect(await broken).toBe("lost");

    const second = await start(dataDir, first.key);
    const sent = await upload(second, everyone());
    expect(sent).toMatchObject({ status: 201, count: USERS, duplicates: 0 });
    const input = listedInput(sent.id!);
    const lost = record(second, input);
    await sleep(30);
    await second.stop("SIGKILL");
    await lost;

    const third = await start(dataDir, first.key);
    expect(await record(third, input)).toMatchObject({ users: USERS });
    expect(await record(third, input)).toEqual({ created: false, users: USERS });
    expect(await covered(third, input.id, everyone())).toBe(USERS);
    await third.stop();
  });
});

/** A file system of its own that is soon full; only root may make one. */
async function smallDisk(path: string, megabytes: number): Promise<boolean> {
  await mkdir(path, { recursive: true });
  return promisify(execFile)("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "tmpfs", path])
    .then(() => true)
    .catch(() => false);
}

describe("A full disk", () => {
  it("refuses a list of a million new users, and takes it once there is room", async () => {
    const dataDir = await programs.dataDir();
    if (!(await smallDisk(dataDir, 1_500))) {
      process.stderr.write("Not tried: a full disk. Only root can mount a file system to be filled.\n");
      return;
    }
    try {
      const registry = await start(dataDir);
      const ballast = join(dataDir, "ballast");
      const { bavail, bsize } = await statfs(dataDir);
      await writeFile(ballast, Buffer.alloc(bavail * bsize - 40 * 2 ** 20));
      const refused = await upload(registry, everyone()).catch(() => ({ status: 503 }));
      expect(refused.status).toBe(503);
      await rm(ballast);
      const sent = await again(async () => {
        const answer = await upload(registry, everyone());
        return answer.status === 503 ? "lost" : answer;
      });
      expect(sent).toMatchObject({ status: 201, count: USERS, duplicates: 0 });
      const input = listedInput(sent.id!);
      expect(await again(() => record(registry, input))).toMatchObject({ users: USERS });
      expect(await covered(registry, input.id, everyone())).toBe(USERS);
      await registry.stop();
    } finally {
      await killPostgres(dataDir);
      await promisify(execFile)("umount", ["-l", dataDir]);
    }
  });
});
