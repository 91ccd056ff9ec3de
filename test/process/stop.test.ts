import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { projectRoot } from "../../src/platform/project-root.js";
import { clusterOf } from "../integration/embedded/data-folder.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { type Program, type Up } from "./program.js";
import { embeddedOwnerUrl, killPostgres, postgresRuns, withPrograms } from "./programs.js";
import { RawConnection } from "./raw-connection.js";

const VIEWER = "{ viewer { roles } }";

describe("the stop of a program with its own PostgreSQL", () => {
  const programs = withPrograms();
  let dataDir: string;
  let key: string;
  let program: Program;
  let up: Up;

  beforeAll(async () => {
    dataDir = await programs.dataDir();
    const first = programs.start({ DATA_DIR: dataDir });
    ({ key } = await first.up());
    await first.stop();
  });

  beforeEach(async () => {
    program = programs.start(
      { DATA_DIR: dataDir },
      { ownGroup: true, preload: join(projectRoot, "test", "process", "fault-on-signal.js") },
    );
    up = await program.up();
  });

  it("answers the request under way in full, takes no new one, waits for no idle connection, and ends PostgreSQL last", async () => {
    const [busy, silent, used] = [0, 1, 2].map(() => new RawConnection(up.address)) as [
      RawConnection,
      RawConnection,
      RawConnection,
    ];
    used.send(key, VIEWER);
    await used.answer();
    const input = disclosureInput();
    const blocked = await blockRecording();
    busy.send(key, RECORD, { input });
    await blocked.byOne();

    program.signal("SIGTERM");
    await program.says(/^SIGTERM: stopping/m);
    await Promise.all([used.closed(), silent.closed()]);
    const late = new RawConnection(up.address);
    await late.closed();
    expect(late.received).toBe("");
    expect(program.isRunning).toBe(true);
    expect(await postgresRuns(dataDir)).toBe(true);

    const begin = performance.now();
    await blocked.end();
    expect(await busy.answer()).toMatch(
      new RegExp(
        `^HTTP/1.1 200 OK\r\n(?:.*\r\n)*connection: close\r\n.*"created":true.*"id":"${input.id}"`,
        "is",
      ),
    );
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - begin).toBeLessThan(3000);
    expect(program.stdout).toMatch(/\nStopped\.\n$/);
    expect(program.stderr).toBe("");
    expect(await postgresRuns(dataDir)).toBe(false);
  });

  it("takes a Ctrl-C that arrives twice for one, and breaks off what is under way only at the next", async () => {
    const busy = new RawConnection(up.address);
    const blocked = await blockRecording();
    busy.send(key, RECORD, { input: disclosureInput() });
    await blocked.byOne();
    // As under `npm start`: the terminal sends it to every process, and npm passes it on.
    program.signal("SIGINT");
    await sleep(20);
    program.signal("SIGINT");
    await sleep(1300);
    expect({ broken: busy.isClosed, postgres: await postgresRuns(dataDir) }).toEqual({
      broken: false,
      postgres: true,
    });

    program.signal("SIGINT");
    await busy.closed();
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(busy.received).toBe("");
    expect(program.stdout).toMatch(/\nSIGINT: stopping.*\nSIGINT again: breaking off.*\nStopped\.\n$/);
    expect(await postgresRuns(dataDir)).toBe(false);
    await blocked.end();
  });

  it("lets PostgreSQL come to its own end, also where another Ctrl-C arrives meanwhile", async () => {
    const cluster = await clusterOf(dataDir);
    const pidFile = join(cluster, "postmaster.pid");
    program.signal("SIGINT");
    while (/ready/.test(await readFile(pidFile, "utf8").catch(() => ""))) await sleep(2);
    // It goes to the whole process group, as from a terminal.
    program.signal("SIGINT");
    expect(await program.ended).toEqual({ code: 0, signal: null });
    const logs = (await readdir(join(cluster, "log"))).sort();
    const log = await readFile(join(cluster, "log", logs.at(-1)!), "utf8");
    expect(log).toContain("received fast shutdown request");
    expect(log).not.toContain("received immediate shutdown request");
  });

  it("follows a fault that nobody caught, which is reported without what it says, and is a failure", async () => {
    program.signal("SIGUSR2");
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.stderr).toMatch(
      /^A fault in the program, which stops: TypeError\n {2}at .*fault-on-signal\.js/,
    );
    expect(program.stderr).not.toContain("reference of a user");
    expect(program.stdout).toMatch(/\nStopped\.\n$/);
    expect(await postgresRuns(dataDir)).toBe(false);
  });

  it("follows the end of its terminal, also where PostgreSQL was killed before", async () => {
    await killPostgres(dataDir);
    program.signal("SIGHUP");
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(program.stdout).toMatch(/\nStopped\.\n$/);
  });

  /** Holds up every recording until it is ended. */
  async function blockRecording() {
    const client = new pg.Client({ connectionString: await embeddedOwnerUrl(dataDir) });
    client.on("error", () => {});
    await client.connect();
    await client.query("BEGIN");
    await client.query("LOCK TABLE disclosure IN SHARE MODE");
    return {
      /** Waits until a recording is held up. */
      async byOne() {
        const waiting = "SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted";
        while ((await client.query<{ count: number }>(waiting)).rows[0]!.count === 0) await sleep(10);
      },
      end: () => client.end().catch(() => {}),
    };
  }
});

describe("a signal that arrives during the start", () => {
  const programs = withPrograms();

  it("stops the program as soon as the step under way is done, and the next start goes on from there", async () => {
    const dataDir = await programs.dataDir();
    const moments = [() => initdbWorks(dataDir), (program: Program) => program.says(/^Brought the schema/m)];
    for (const reached of moments) {
      const program = programs.start({ DATA_DIR: dataDir }, { ownGroup: true });
      await reached(program);
      program.signal("SIGINT");
      expect(await program.ended).toEqual({ code: 0, signal: null });
      expect(program.stdout).toMatch(/\nSIGINT: stopping.*\nStopped before it had started\.\n$/);
      expect(program.stderr).toBe("");
      expect(await postgresRuns(dataDir)).toBe(false);
    }
    const last = programs.start({ DATA_DIR: dataDir });
    expect((await last.up()).key).not.toBe("");
    await last.stop();
  });
});

/** Waits until initdb has begun to write. */
async function initdbWorks(dataDir: string): Promise<void> {
  const isWriting = (name: string): boolean => /unfinished.*PG_VERSION/.test(name);
  const names = (): Promise<string[]> => readdir(dataDir, { recursive: true }).catch(() => []);
  while (!(await names()).some(isWriting)) await sleep(5);
}
