import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { builtProgram } from "./built-program.js";
import { clientOf, type Program, type ProgramOptions } from "./program.js";
import { settingsFor, withPrograms } from "./programs.js";

/** The reports a program wrote to standard output; each line must be one. */
function reportsOf({ stdout }: Program): Record<string, unknown>[] {
  const lines = stdout.trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("registry serve --json", () => {
  const programs = withPrograms();
  let json: Partial<ProgramOptions>;

  beforeAll(async () => {
    json = { main: join(dirname(await builtProgram()), "cli.js"), arguments: ["serve", "--json"] };
  });

  it("says in an object a line what it does, who may call it, where it answers, and that it has stopped", async () => {
    const database = await programs.database({ empty: true });
    const program = programs.start(settingsFor(database), json);
    await program.says(/"event":"ready"/);
    const [migrated, administrator, ready] = reportsOf(program);
    expect(migrated).toEqual({ event: "progress", message: expect.stringMatching(/^Brought the schema/) });
    const address = ready!.address as string;
    expect(ready).toEqual({
      event: "ready",
      address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/),
    });
    const key = administrator!.apiKey as string;
    expect(administrator).toEqual({
      event: "administrator",
      apiKey: expect.stringMatching(/^dr_/),
      playground: `${address}#key=${key}`,
    });
    const up = { address: new URL(address).origin, key };
    expect(await clientOf(up, key).request("{ viewer { roles } }")).toEqual({ viewer: { roles: ["ADMIN"] } });

    expect(await program.stop()).toEqual({ code: 0, signal: null });
    expect(reportsOf(program).slice(3)).toEqual([
      { event: "progress", message: expect.stringMatching(/^SIGTERM: stopping/) },
      { event: "stopped", started: true },
    ]);
    expect(program.stderr).toBe("");
  });

  it("says why it did not start, on standard error too, and ends with 1", async () => {
    const refused = await programs.run({ PORT: "http" }, json);
    const message = "The registry did not start.\nPORT must be a number from 0 to 65535.";
    expect(reportsOf(refused)).toEqual([
      { event: "error", error: { code: "FAILED", message, fields: [], exitCode: 1 } },
    ]);
    expect(refused.stderr).toBe(`${message}\n`);
    expect(refused.end).toEqual({ code: 1, signal: null });
  });
});
