import { readFile, realpath, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeDurably } from "../../data-dir.js";
import type { Binaries } from "./binaries.js";
import { SETTINGS_FILE, settings } from "./configuration.js";
import { EmbeddedPostgresFailed, stepFailed } from "./errors.js";
import { isAlive, processStart } from "./process-identity.js";
import { runProgram } from "./run-program.js";
import { beginLog, linesSince, START_LOG_FILE } from "./server-log.js";
import type { ServerUser } from "./server-user.js";

/** A cluster with what is needed to start and stop its server. */
export interface Server {
  readonly cluster: string;
  readonly binaries: Binaries;
  readonly user: ServerUser | undefined;
  /** Connections it takes; 100 where left out, as PostgreSQL itself. */
  readonly connectionsMax?: number;
}

const CONNECTIONS_MAX = 100;
const START_ATTEMPTS_MAX = 20;
/** Recovery after a crash may have much to replay; giving up on it would only begin it again. */
const START_SECONDS_MAX = 3600;
const FAST_STOP_SECONDS_MAX = 30;
const IMMEDIATE_STOP_SECONDS_MAX = 30;

/**
 * Starts the server on a free port of 127.0.0.1 and answers that port once it accepts connections.
 *
 * pg_ctl gives it a session of its own, so a Ctrl-C in the terminal reaches us and not PostgreSQL.
 *
 * @param nextPort is asked for a port at each attempt
 */
export async function startServer(server: Server, nextPort = freePort): Promise<number> {
  const { cluster, binaries, user } = server;
  for (let attempt = 1; ; attempt += 1) {
    const port = await nextPort();
    await writeDurably(
      join(cluster, SETTINGS_FILE),
      settings(port, server.connectionsMax ?? CONNECTIONS_MAX),
      0o644,
    );
    const log = await beginLog(cluster);
    const { code, output } = await runProgram(user, binaries.pgCtl, [
      "start",
      "--silent",
      "--wait",
      `--timeout=${START_SECONDS_MAX}`,
      `--pgdata=${cluster}`,
      `--log=${join(cluster, START_LOG_FILE)}`,
    ]);
    if (code === 0) return port;
    const said = await linesSince(cluster, log);
    if (attempt >= START_ATTEMPTS_MAX || !(await canTryAgain(server, said))) {
      throw stepFailed(`PostgreSQL did not start on ${cluster}`, said === "" ? output : said);
    }
  }
}

/** Whether the next attempt can succeed. Waits for what passes by itself, and stops what is in the way. */
async function canTryAgain(server: Server, said: string): Promise<boolean> {
  if (/could not bind|could not create any TCP\/IP sockets/.test(said)) return true;
  if (/lock file "postmaster.pid" (already exists|is empty)/.test(said)) {
    // An earlier start whose parent was killed came up meanwhile.
    await sleep(200);
    await stopLeftover(server);
    return true;
  }
  if (/pre-existing shared memory block/.test(said)) {
    // The main process was killed alone; its children notice and end.
    await sleep(500);
    return true;
  }
  return false;
}

/** A port nobody listens on at this moment; another program may still take it before PostgreSQL does. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}

/**
 * Stops the server: open transactions are rolled back, connections closed. When that takes too long it is ended at once,
 * and the next start recovers as after a crash. Does nothing when it has ended already.
 */
export async function stopServer(server: Server): Promise<void> {
  const fast = await pgCtlStop(server, "fast", FAST_STOP_SECONDS_MAX);
  if (fast.code === 0 || !(await isRunning(server))) return;
  const immediate = await pgCtlStop(server, "immediate", IMMEDIATE_STOP_SECONDS_MAX);
  if (immediate.code === 0 || !(await isRunning(server))) return;
  throw stepFailed(`PostgreSQL on ${server.cluster} does not stop`, immediate.output);
}

function pgCtlStop({ cluster, binaries, user }: Server, mode: "fast" | "immediate", seconds: number) {
  return runProgram(user, binaries.pgCtl, [
    "stop",
    "--silent",
    "--wait",
    `--mode=${mode}`,
    `--timeout=${seconds}`,
    `--pgdata=${cluster}`,
  ]);
}

/**
 * Stops the server an earlier run left behind when it was killed; true when there was one. Must be called with the data folder's lock held.
 *
 * A container gives the same process ids again at every start, so the id in `postmaster.pid` may belong to anybody by now:
 * that file is removed, because PostgreSQL would take that process for a server of its own. (It still refuses to start
 * beside living children of a former server: it finds their shared memory.)
 */
export async function stopLeftover(server: Server): Promise<boolean> {
  const file = join(server.cluster, "postmaster.pid");
  const pid = await postmasterPid(server.cluster);
  if (pid === undefined || !isAlive(pid)) return false;
  if (!(await isPostmasterOf(pid, server))) {
    await rm(file, { force: true });
    return false;
  }
  await stopServer(server);
  return true;
}

/** A server's main process, told from a later one with the same id. */
export interface RunningServer {
  isAlive(): Promise<boolean>;
}

/** The main process of the cluster's server; undefined when none runs. */
export async function runningServer(server: Server): Promise<RunningServer | undefined> {
  if (!(await isRunning(server))) return undefined;
  const pid = await postmasterPid(server.cluster);
  const start = pid === undefined ? undefined : await processStart(pid);
  if (pid === undefined || start === undefined) return undefined;
  return { isAlive: async () => (await processStart(pid)) === start };
}

async function isRunning(server: Server): Promise<boolean> {
  const pid = await postmasterPid(server.cluster);
  return pid !== undefined && isAlive(pid) && (await isPostmasterOf(pid, server));
}

async function postmasterPid(cluster: string): Promise<number | undefined> {
  const text = await readFile(join(cluster, "postmaster.pid"), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw new EmbeddedPostgresFailed(`The database folder ${cluster} cannot be read: ${error.message}.`, {
        cause: error,
      });
    },
  );
  const pid = Number(text?.split("\n")[0]);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}

/**
 * A server works in its cluster's folder. Only Linux shows that; elsewhere the id is believed.
 * The question is asked as the server's user: in a container root may not look at other users' processes.
 */
async function isPostmasterOf(pid: number, { cluster, user }: Server): Promise<boolean> {
  if (process.platform !== "linux") return true;
  const script = 'cd -P "/proc/$0/cwd" && pwd -P';
  const { output } = await runProgram(user, "/bin/sh", ["-c", script, String(pid)]);
  return output.trimEnd() === (await realpath(cluster));
}
