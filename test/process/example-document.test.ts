import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { leaves } from "../../src/leaves.js";
import { projectRoot } from "../../src/platform/project-root.js";
import { execute } from "../support/test-cluster.js";
import { keysIn } from "./program.js";
import { settingsFor, withPrograms } from "./programs.js";

const EXAMPLE = join(projectRoot, "examples", "edcrunch.datamap.yaml");

describe("the example document of a first start", () => {
  const programs = withPrograms();

  async function emptyFolder(): Promise<string> {
    const path = await programs.dataDir();
    await mkdir(path);
    return path;
  }

  it("stops the start where it has a broken reference, says where, and stores nothing; mended, it is loaded", async () => {
    const path = join(await emptyFolder(), "mine.datamap.yaml");
    const text = await readFile(EXAMPLE, "utf8");
    const lines = text.split("\n");
    const broken = lines.findIndex((line) => line.includes("marketing") && /^\s*purposes?:/.test(line));
    expect(broken).toBeGreaterThan(0);
    const column = lines[broken]!.indexOf("marketing") + 1;
    await writeFile(path, lines.with(broken, lines[broken]!.replace("marketing", "marketting")).join("\n"));
    const database = await programs.database({ empty: true });
    const settings = { ...settingsFor(database), EXAMPLE_DATA_MAP: path };

    const refused = await programs.run(settings);
    expect(refused.end).toEqual({ code: 1, signal: null });
    expect(refused.stderr).toContain("The data map document mine.datamap.yaml has 1 problem:\n");
    expect(refused.stderr).toContain(`  line ${broken + 1}, column ${column}, `);
    expect(refused.stderr).toMatch(/"marketting".*marketing/);
    expect(keysIn(refused.stdout)).toEqual([]);
    const { ledger_backfill: queued, ...stored } = await rowsOf(database.ownerUrl);
    expect(stored).toEqual(await rowsOf((await programs.database()).ownerUrl));
    // The ledger is switched on before the document is read: it is to look through tables that are still empty.
    expect(queued).toBe(leaves.length);

    await copyFile(EXAMPLE, path);
    const program = programs.start({
      ...settings,
      REGISTRY_SECRET: "another secret, since none has been used yet",
    });
    await program.up();
    expect(keysIn(program.stdout)).toHaveLength(1);
    await program.stop();
  });

  it("has to be there for a first start and not for a later one", async () => {
    const path = join(await emptyFolder(), "gone.datamap.yaml");
    const settings = { ...settingsFor(await programs.database()), EXAMPLE_DATA_MAP: path };
    const refused = await programs.run(settings);
    expect(refused.end).toEqual({ code: 1, signal: null });
    expect(refused.stderr).toBe(
      `The registry did not start.\nThe example data map ${path} cannot be read (ENOENT): set EXAMPLE_DATA_MAP to the path of a document, or leave it out for the one that comes with the registry.\n`,
    );

    await copyFile(EXAMPLE, path);
    const first = programs.start(settings);
    await first.up();
    await first.stop();
    await rm(path);
    const later = programs.start(settings);
    await later.up();
    expect(await later.stop()).toEqual({ code: 0, signal: null });
  });
});

/** The tables of a database that have rows, with how many. */
async function rowsOf(url: string): Promise<Record<string, number>> {
  const tables = await execute<{ name: string }>(url, "SELECT relname AS name FROM pg_stat_user_tables");
  const counted: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await execute<{ rows: number }>(url, `SELECT count(*)::int AS rows FROM ${name}`);
    if (row!.rows > 0) counted[name] = row!.rows;
  }
  return counted;
}
