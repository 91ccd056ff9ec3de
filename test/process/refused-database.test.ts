import { describe, expect, it } from "@jest/globals";
import { execute, roleOf, withDatabase } from "../support/test-cluster.js";
import type { TestDatabase } from "../support/test-database.js";
import { settingsFor, withPrograms } from "./programs.js";

describe("a start on a given database", () => {
  const programs = withPrograms();

  /** What it was refused with; its first line is the same always. */
  async function refusalOf(settings: Record<string, string>): Promise<string> {
    const { end, stderr, stdout } = await programs.run(settings);
    expect({ end, stdout }).toEqual({ end: { code: 1, signal: null }, stdout: "" });
    expect(stderr).toMatch(/^The registry did not start\.\n/);
    expect(stderr).not.toMatch(/\n\s+at /);
    for (const url of [settings.DATABASE_URL, settings.DATABASE_OWNER_URL]) {
      if (url !== undefined) expect(stderr).not.toContain(new URL(url).password || "\0");
    }
    return stderr.slice(stderr.indexOf("\n") + 1);
  }

  const changed = (url: string, change: (url: URL) => void): string => {
    const copy = new URL(url);
    change(copy);
    return copy.href;
  };
  const apiOnly = ({ DATABASE_OWNER_URL: _owner, ...rest }: Record<string, string>) => rest;

  it("names the setting of an address where nothing answers, a role that is not let in, a database that is not there", async () => {
    const settings = settingsFor(await programs.database());
    const { DATABASE_URL: apiUrl = "", DATABASE_OWNER_URL: ownerUrl = "" } = settings;
    const { host } = new URL(apiUrl);
    // Port 1 is nobody's.
    const closed = changed(apiUrl, (url) => (url.host = "127.0.0.1:1"));
    const stranger = changed(ownerUrl, (url) => (url.username = "nobody_here"));
    const [unreachable, refused, ledgerRefused, absent] = await Promise.all([
      refusalOf({ ...settings, DATABASE_URL: closed }),
      refusalOf({ ...settings, DATABASE_OWNER_URL: stranger }),
      refusalOf({ ...settings, LEDGER_DATABASE_URL: stranger }),
      refusalOf({ ...settings, DATABASE_URL: withDatabase(apiUrl, "not_there") }),
    ]);
    expect(unreachable).toBe(
      "DATABASE_URL: the server at 127.0.0.1:1 cannot be reached (ECONNREFUSED): check host and port, and that PostgreSQL runs there.\n",
    );
    expect(refused).toMatch(
      new RegExp(
        `^DATABASE_OWNER_URL: the server at ${host} does not let the role "nobody_here" in \\(28...\\): check the user and the password`,
      ),
    );
    expect(ledgerRefused).toMatch(
      /^LEDGER_DATABASE_URL names the role "nobody_here", which the server does not have: make it/,
    );
    expect(absent).toMatch(
      new RegExp(`^DATABASE_URL: the server at ${host} has no database "not_there": create it`),
    );
  });

  it("asks for the owner's address where the schema is behind", async () => {
    const settings = settingsFor(await programs.database({ empty: true }));
    expect(await refusalOf(apiOnly(settings))).toMatch(
      /^The database is behind this program: it lacks \w+.*\. Set DATABASE_OWNER_URL to the owner's role/,
    );
  });

  it("asks for it where the API's role was granted nothing, grants with it, and then needs it no more", async () => {
    const database = await programs.database();
    const settings = settingsFor(database);
    const role = roleOf(database.apiUrl);
    await execute(database.ownerUrl, `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${role}`);
    expect(await refusalOf(apiOnly(settings))).toMatch(
      new RegExp(`^DATABASE_URL: the role "${role}" may not .* set DATABASE_OWNER_URL too`),
    );
    await upAndDown(settings);
    await upAndDown(apiOnly(settings));
  });

  it("refuses a database that a newer release has changed, whichever role it has", async () => {
    const database = await programs.database();
    await execute(
      database.ownerUrl,
      "INSERT INTO schema_migration (timestamp, name) VALUES (9999999999999, 'Later9999999999999')",
    );
    const ahead = /^The database is ahead of this program: it has Later9999999999999\. Start the release/;
    const settings = settingsFor(database);
    for (const refused of await Promise.all([refusalOf(settings), refusalOf(apiOnly(settings))])) {
      expect(refused).toMatch(ahead);
    }
  });

  it("refuses a role that could change facts, and with ALLOW_OWNER=1 accepts it", async () => {
    const database = await programs.database();
    const settings = { ...apiOnly(settingsFor(database)), DATABASE_URL: database.ownerUrl };
    const role = roleOf(database.ownerUrl);
    const twice = [settings, { ...settings, DATABASE_OWNER_URL: database.ownerUrl }];
    for (const refused of await Promise.all(twice.map(refusalOf))) {
      expect(refused).toMatch(new RegExp(`^The database role "${role}" (is a superuser|owns )`));
      expect(refused).toMatch(/For a trial, ALLOW_OWNER=1 accepts the role as it is\.\n$/);
    }
    const empty: TestDatabase = await programs.database({ empty: true });
    await upAndDown({ ...apiOnly(settingsFor(empty)), DATABASE_URL: empty.ownerUrl, ALLOW_OWNER: "1" });
  });

  it("refuses another REGISTRY_SECRET than the database's, without repeating it", async () => {
    const settings = settingsFor(await programs.database());
    await upAndDown(settings);
    const other = "another secret than the one of before, as long";
    const refused = await refusalOf({ ...settings, REGISTRY_SECRET: other });
    expect(refused).toMatch(/^REGISTRY_SECRET is not the one this database was made with/);
    expect(refused).not.toContain(other);
  });

  async function upAndDown(settings: Record<string, string>): Promise<void> {
    const program = programs.start(settings);
    await program.up();
    expect(await program.stop()).toEqual({ code: 0, signal: null });
    expect(program.stderr).toBe("");
  }
});
