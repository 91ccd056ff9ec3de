import { createConnection } from "node:net";
import { networkInterfaces } from "node:os";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  DataDirInUse,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from "../../../src/platform/db/embedded/index.js";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { findLogProblems, logRemedy } from "../../../src/platform/db/log-check.js";
import { execute } from "../../support/test-cluster.js";
import { clusterOf, modeOf, temporaryFolder, type TemporaryFolder } from "./data-folder.js";
import { startHolder } from "./holder.js";

describe("the embedded PostgreSQL of a data folder whose path has a space", () => {
  let folder: TemporaryFolder;
  let dataDir: string;
  let postgres: EmbeddedPostgres;
  const progress: string[] = [];

  beforeAll(async () => {
    folder = await temporaryFolder();
    dataDir = join(folder.path, "data of the registry");
    postgres = await startEmbeddedPostgres({ dataDir, onProgress: (message) => progress.push(message) });
  });

  afterAll(async () => {
    await postgres.stop();
    await folder[Symbol.asyncDispose]();
  });

  it("makes a database that is the owner's, and says that it does", async () => {
    expect(progress).toEqual([expect.stringContaining("Making the database")]);
    const rows = await execute(
      postgres.ownerUrl,
      `SELECT current_user AS "user", current_database() AS database, pg_get_userbyid(datdba) AS owner,
              pg_encoding_to_char(encoding) AS encoding, datcollate AS collation
         FROM pg_database WHERE datname = current_database()`,
    );
    expect(rows).toEqual([
      {
        user: "registry_owner",
        database: "registry",
        owner: "registry_owner",
        encoding: "UTF8",
        collation: "C",
      },
    ]);
  });

  it("gives neither of the registry's roles a right over the server, and the API's may not make a table", async () => {
    const rows = await execute(
      postgres.superuserUrl,
      `SELECT rolname FROM pg_roles
        WHERE rolname LIKE 'registry%' AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)`,
    );
    expect(rows).toEqual([]);
    for (const table of ["TABLE", "TEMPORARY TABLE"]) {
      await expect(execute(postgres.apiUrl, `CREATE ${table} mine (id int)`)).rejects.toMatchObject({
        code: "42501",
      });
    }
  });

  it("lets nobody in without the password, which only the data folder's owner can read", async () => {
    const wrong = new URL(postgres.superuserUrl);
    wrong.password = "guess";
    await expect(execute(wrong.href, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
    const secrets = join(dataDir, "secrets");
    expect(await modeOf(secrets)).toBe(0o700);
    for (const name of await readdir(secrets)) expect(await modeOf(join(secrets, name))).toBe(0o600);
    expect(await modeOf(await clusterOf(dataDir))).toBe(0o700);
  });

  it("listens on 127.0.0.1 and nowhere else", async () => {
    const port = Number(new URL(postgres.apiUrl).port);
    expect(await accepts("127.0.0.1", port)).toBe(true);
    const others = Object.values(networkInterfaces()).flatMap((addresses) =>
      (addresses ?? []).filter(({ address, scopeid }) => address !== "127.0.0.1" && !scopeid),
    );
    for (const { address } of others) expect(await accepts(address, port)).toBe(false);
    const [row] = await execute(postgres.superuserUrl, "SHOW unix_socket_directories");
    expect(row).toEqual({ unix_socket_directories: "" });
  });

  it("answers a commit only once it is on the disk", async () => {
    const rows = await execute(
      postgres.apiUrl,
      "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') ORDER BY name",
    );
    expect(rows.map(({ setting }) => setting as string)).toEqual(["on", "on", "on"]);
  });

  it("keeps a user's reference out of the server's log, however a statement fails", async () => {
    const reference = "reference-of-a-user";
    await execute(postgres.ownerUrl, "CREATE TABLE held (reference text PRIMARY KEY)");
    await execute(postgres.ownerUrl, `INSERT INTO held VALUES ('${reference}')`);
    for (const failing of [
      `INSERT INTO held VALUES ('${reference}')`,
      `SELECT '${reference}'::uuid`,
      `SELEC '${reference}'`,
      `SELECT '${reference}', pg_terminate_backend(pg_backend_pid())`,
    ]) {
      await expect(execute(postgres.ownerUrl, failing)).rejects.toThrow();
    }
    const api = await createDataSource({ url: postgres.apiUrl, entities: [] }).initialize();
    await expect(api.query("SELECT $1::uuid", [reference])).rejects.toThrow();
    await api.destroy();
    const log = await wholeLog(await clusterOf(dataDir));
    expect(log).toContain("terminating connection due to administrator command");
    expect(log).not.toContain(reference);
  });

  it("has settings by which nothing is quoted, and what the check asks for makes others so", async () => {
    const problems = async () => {
      const api = await createDataSource({ url: postgres.apiUrl, entities: [] }).initialize();
      const found = await findLogProblems(api);
      await api.destroy();
      return found;
    };
    expect(await problems()).toEqual([]);

    for (const setting of [
      "log_min_messages = warning",
      "log_statement = 'all'",
      "log_parameter_max_length = -1",
    ]) {
      await execute(postgres.superuserUrl, `ALTER ROLE registry_api SET ${setting}`);
    }
    const found = await problems();
    expect(found).toEqual(["log_min_messages = log", "log_parameter_max_length = 0"]);
    await execute(postgres.superuserUrl, logRemedy("registry_api", found));
    expect(await problems()).toEqual([]);
    await execute(postgres.superuserUrl, "ALTER ROLE registry_api RESET ALL");
  });

  it("refuses a second start on its folder, from this process and from another, and goes on undisturbed", async () => {
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(DataDirInUse);
    const second = startHolder(dataDir);
    const refusal = await second.next();
    await second.end("SIGKILL");
    expect(refusal).toEqual({
      name: "DataDirInUse",
      message: `The data folder ${dataDir} is in use by process ${process.pid}. Stop that process first, or set DATA_DIR to another folder.`,
    });
    expect(await execute(postgres.apiUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("stops once however often it is asked, and keeps roles, passwords and data over a restart, which makes the roles that are missing", async () => {
    await execute(postgres.ownerUrl, "CREATE TABLE kept AS SELECT 42 AS answer");
    await execute(postgres.ownerUrl, "GRANT SELECT ON kept TO registry_api");
    // As a release left it that knew no such roles.
    await execute(
      postgres.superuserUrl,
      "DROP ROLE registry_api_scoped, registry_api_eraser; ALTER ROLE registry_api INHERIT",
    );
    await Promise.all([postgres.stop(), postgres.stop()]);
    await postgres.stop();
    await expect(execute(postgres.apiUrl, "SELECT 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect(await readdir(dataDir)).not.toContain("registry.lock");

    progress.length = 0;
    const former = postgres;
    postgres = await startEmbeddedPostgres({ dataDir, onProgress: (message) => progress.push(message) });
    expect(progress).toEqual([]);
    // Whoever was told to stop has nothing to do with the server that runs now.
    await former.stop();
    expect(await execute(postgres.apiUrl, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    const becomes = await execute(
      postgres.apiUrl,
      `SELECT rolname AS role, pg_has_role(oid, 'USAGE') AS inherits FROM pg_roles
        WHERE pg_has_role(oid, 'MEMBER') AND rolname <> current_user ORDER BY rolname`,
    );
    expect(becomes).toEqual([
      { role: "registry_api_eraser", inherits: false },
      { role: "registry_api_scoped", inherits: false },
    ]);
  });
});

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    const end = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once("connect", () => {
      end(true);
    });
    socket.once("error", () => {
      end(false);
    });
  });
}

async function wholeLog(cluster: string): Promise<string> {
  const files = (await readdir(join(cluster, "log"))).map((name) => join(cluster, "log", name));
  const texts = [join(cluster, "start.log"), ...files].map((file) => readFile(file, "utf8"));
  return (await Promise.all(texts)).join("\n");
}
