import { readdir } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { clientOf, codesOf, keysIn, type Program, type Up } from "./program.js";
import { postgresRuns, withPrograms } from "./programs.js";

const READ = /* GraphQL */ `
  query Read($id: UUID!) {
    disclosure(id: $id) {
      id
      subjectCount
    }
  }
`;

describe("a start on a data folder, and the next one", () => {
  const programs = withPrograms();
  const input = disclosureInput();
  let dataDir: string;
  let program: Program;
  let up: Up;
  let key: string;

  beforeAll(async () => {
    dataDir = await programs.dataDir();
    program = programs.start({ DATA_DIR: dataDir });
    up = await program.up();
    key = up.key;
  });

  it("says what it makes, shows the administrator's key, and says in one line where it answers", () => {
    const lines = program.stdout.trimEnd().split("\n");
    expect(lines).toEqual([
      expect.stringMatching(/^Making the database in .*data of the registry.postgres\.$/),
      expect.stringMatching(/^Brought the schema up to date \(migrations: \d+\)\.$/),
      expect.stringMatching(/^The administrator's API key, shown this once \(keep it\): dr_\w{12}_\w{46}$/),
      `The playground, with that key: ${up.address}/graphql#key=${key}`,
      expect.stringMatching(/^The Disclosure Registry answers at http:\/\/127\.0\.0\.1:\d+\/graphql$/),
    ]);
    expect(program.stderr).toBe("");
  });

  it("serves the example data map and records a disclosure for whoever has the key", async () => {
    const api = clientOf(up, key);
    expect(await api.request("{ viewer { roles } dataMap { revision } }")).toEqual({
      viewer: { roles: ["ADMIN"] },
      dataMap: { revision: 1 },
    });
    expect(await api.request(RECORD, { input })).toMatchObject({ recordDisclosure: { created: true } });
    expect(await codesOf(clientOf(up, `${key.slice(0, -1)}!`).request("{ viewer { roles } }"))).toEqual([
      "UNAUTHENTICATED",
    ]);
  });

  it("turns a second program away from its folder, naming the process that has it, and goes on undisturbed", async () => {
    const second = await programs.run({ DATA_DIR: dataDir });
    expect(second.end).toEqual({ code: 1, signal: null });
    expect(second.stdout).toBe("");
    expect(second.stderr).toBe(
      `The registry did not start.\nThe data folder ${dataDir} is in use by process ${program.pid}. Stop that process first, or set DATA_DIR to another folder.\n`,
    );
    expect(await clientOf(up, key).request("{ viewer { roles } }")).toEqual({ viewer: { roles: ["ADMIN"] } });
  });

  it("stops on SIGTERM, PostgreSQL too, and frees its folder", async () => {
    expect(await program.stop()).toEqual({ code: 0, signal: null });
    expect(program.stdout).toMatch(/\nSIGTERM: stopping.*\nStopped\.\n$/);
    expect(program.stderr).toBe("");
    expect(await postgresRuns(dataDir)).toBe(false);
    expect(await readdir(dataDir)).not.toContain("registry.lock");
  });

  it("has kept the disclosure and the key at the next start, which shows no key", async () => {
    program = programs.start({ DATA_DIR: dataDir });
    const again = await program.up();
    expect(program.stdout).toBe(`The Disclosure Registry answers at ${again.address}/graphql\n`);
    const api = clientOf(again, key);
    expect(await api.request(READ, { id: input.id })).toEqual({
      disclosure: { id: input.id, subjectCount: 2 },
    });
    expect(await api.request(RECORD, { input })).toMatchObject({ recordDisclosure: { created: false } });
    await program.stop();
  });

  it("refuses another REGISTRY_SECRET than the one it made, and stops PostgreSQL again", async () => {
    const other = await programs.run({
      DATA_DIR: dataDir,
      REGISTRY_SECRET: "another secret than that of this data folder",
    });
    expect(other.end.code).toBe(1);
    expect(other.stderr).toMatch(/REGISTRY_SECRET is not the one this database was made with/);
    expect(keysIn(other.stdout + other.stderr)).toEqual([]);
    expect(await postgresRuns(dataDir)).toBe(false);
  });
});
