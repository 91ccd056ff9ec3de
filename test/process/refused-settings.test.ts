import { writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { describe, expect, it } from "@jest/globals";
import { keysIn, clientOf } from "./program.js";
import { SECRET, settingsFor, withPrograms } from "./programs.js";

describe("a start with settings that cannot be", () => {
  const programs = withPrograms();

  /** The lines it was refused with. */
  async function refusalOf(settings: Record<string, string>): Promise<string[]> {
    const { end, stderr, stdout } = await programs.run(settings);
    expect({ end, stdout }).toEqual({ end: { code: 1, signal: null }, stdout: "" });
    const [title, ...reasons] = stderr.trimEnd().split("\n");
    expect(title).toBe("The registry did not start.");
    return reasons;
  }

  it("is told every mistake at once", async () => {
    const reasons = await refusalOf({
      PORT: "http",
      WORKERS: "0",
      LOG_LEVEL: "loud",
      ALLOW_OWNER: "maybe",
      SEAL_REFERENCES: "2",
      DATABASE_URL: "mysql://root@localhost/registry",
      DATABASE_OWNER_URL: "postgres://owner:100%@localhost/registry",
      REGISTRY_SECRET: "short",
      ADMIN_API_KEY: "with blank",
    });
    expect(reasons.sort()).toEqual([
      "ADMIN_API_KEY is too short: use at least 16 random characters.",
      "ADMIN_API_KEY may hold letters, digits and signs of ASCII, without blanks.",
      "ALLOW_OWNER is a switch: set it to 1 or leave it out.",
      expect.stringMatching(/^DATABASE_OWNER_URL must look like postgres:/),
      expect.stringMatching(/^DATABASE_URL must look like postgres:/),
      "LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.",
      "PORT must be a number from 0 to 65535.",
      "REGISTRY_SECRET is too short: use at least 32 random characters.",
      "SEAL_REFERENCES is a switch: set it to 1 or leave it out.",
      "WORKERS must be a number from 1 to 64: how many processes serve.",
    ]);
  });

  it("is told that the data folder is no folder", async () => {
    const dataDir = await programs.dataDir();
    await writeFile(dataDir, "");
    expect((await refusalOf({ DATA_DIR: dataDir })).join("\n")).toContain(
      `The database of the data folder ${dataDir} did not start`,
    );
  });
});

describe("a start whose port cannot be had", () => {
  const programs = withPrograms();

  it("says so, and has not used up the administrator's key that nobody saw", async () => {
    const settings = settingsFor(await programs.database());
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const refused = await programs.run({ ...settings, PORT: String(port) });
    other.close();
    expect(refused.end.code).toBe(1);
    expect(refused.stderr).toBe(
      `The registry did not start.\nPort ${port} on 127.0.0.1 is taken: stop the other program, or set PORT to another number.\n`,
    );
    expect(keysIn(refused.stdout)).toEqual([]);

    const program = programs.start({ ...settings, PORT: String(port) });
    const up = await program.up();
    expect(up.address).toBe(`http://127.0.0.1:${port}`);
    expect(keysIn(program.stdout)).toHaveLength(1);
    await program.stop();
  });

  it.each(["192.0.2.1", "no-such-host.invalid"])(
    "names HOST where %s is none of this machine's",
    async (host) => {
      const refused = await programs.run({ ...settingsFor(await programs.database()), HOST: host });
      expect(refused.end.code).toBe(1);
      expect(refused.stderr).toContain(`HOST names ${host}, which is no address of this machine`);
    },
  );
});

describe("an administrator's key from the settings", () => {
  const programs = withPrograms();
  const mine = "a-key-of-the-operator's-own";

  it("works from the first request on, is never shown, and keeps the registry from making another", async () => {
    const settings = { ...settingsFor(await programs.database()), LOG_LEVEL: "trace" };
    const program = programs.start({ ...settings, ADMIN_API_KEY: mine });
    const up = await program.up();
    expect(await clientOf(up, mine).request("{ viewer { roles } }")).toEqual({
      viewer: { roles: ["ADMIN"] },
    });
    await program.stop();
    const second = programs.start(settings);
    await second.up();
    await second.stop();
    const written = [program.stdout, program.stderr, second.stdout, second.stderr].join("");
    expect(keysIn(written)).toEqual([]);
    expect(written).not.toContain(mine);
    expect(written).not.toContain(SECRET);
  });

  it("is refused where it looks like one of the registry's own but was not copied whole, without being repeated", async () => {
    const key = "dr_abcdefghijkl_not-the-whole-of-it";
    const refused = await programs.run({ ...settingsFor(await programs.database()), ADMIN_API_KEY: key });
    expect(refused.end.code).toBe(1);
    expect(refused.stderr).toMatch(/^ADMIN_API_KEY: .* incomplete or mistyped\. Copy it again/m);
    expect(refused.stderr).not.toContain(key);
  });
});
