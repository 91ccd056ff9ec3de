import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newSignerKey } from "../../../src/modules/ledger/core/note-keys.js";
import { openLedger } from "../../../src/open-ledger.js";
import { readConfig } from "../../../src/platform/config.js";
import { createLogger } from "../../../src/platform/observability/logger.js";
import { projectRoot } from "../../../src/platform/project-root.js";
import { ReleaseStack } from "../../../src/platform/release-stack.js";
import { StartRefused } from "../../../src/platform/start-refused.js";
import { createTestDatabase, withTestDatabase } from "../../support/test-database.js";

describe("opening the ledger", () => {
  const database = withTestDatabase();
  let folder: string;
  let said: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "registry-ledger-"));
    said = [];
    await database.owner.query(
      "UPDATE ledger_log SET is_on = false, verifier_key = NULL, origin = 'log.example/first'",
    );
    await database.owner.query("DELETE FROM ledger_backfill");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const keyFile = () => join(folder, "secrets", "ledger-key");
  const log = async () => {
    const [row] = await database.owner.query<
      { origin: string; verifier_key: string | null; is_on: boolean; queued: number }[]
    >("SELECT *, (SELECT count(*)::int FROM ledger_backfill) AS queued FROM ledger_log");
    return row!;
  };

  /** Opens it as a start with these settings does; answers whether this process would write it. */
  async function open(
    settings: Record<string, string> = {},
    sequencerUrl: string | null = database.sequencerUrl,
  ): Promise<boolean> {
    const opened = new ReleaseStack();
    try {
      const writer = await openLedger(
        readConfig({ DATA_DIR: folder, ...settings }),
        { dataSource: database.api, sequencerUrl },
        { onProgress: (message) => said.push(message), logger: createLogger("silent") },
        opened,
      );
      return writer !== null;
    } finally {
      await opened.releaseAll();
    }
  }

  /** What the start is refused with. */
  async function refusalOf(settings: Record<string, string> = {}, url?: string): Promise<string> {
    const error = await open(settings, url).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(StartRefused);
    expect((error as Error).message).not.toMatch(/PRIVATE\+KEY\+\S*\+/);
    return (error as Error).message;
  }

  it("makes a key for its owner's eyes alone the first time, and keeps to it from then on", async () => {
    expect(await open()).toBe(true);
    const key = await readFile(keyFile(), "utf8");
    expect(key).toMatch(/^PRIVATE\+KEY\+log\.example\/first\+[0-9a-f]{8}\+\S+\n$/);
    expect((await stat(keyFile())).mode & 0o777).toBe(0o600);
    const first = await log();
    expect(first.verifier_key).toMatch(/^log\.example\/first\+/);
    expect(await open()).toBe(true);
    expect(await readFile(keyFile(), "utf8")).toBe(key);
    expect((await log()).verifier_key).toBe(first.verifier_key);
    expect(said).toEqual([]);
  });

  it("refuses a witness's key that is none, before it makes a key of its own", async () => {
    const settings = { LEDGER_WITNESS_URL: "https://witness.example/w1", LEDGER_WITNESS_KEY: "nonsense" };
    expect(await refusalOf(settings)).toMatch(
      /^LEDGER_WITNESS_KEY cannot be read, .*: set it to the verifier key/,
    );
    await expect(readFile(keyFile())).rejects.toThrow("ENOENT");
  });

  it("makes one key for several starts at once", async () => {
    expect(await Promise.all([open(), open(), open()])).toEqual([true, true, true]);
    expect(await open()).toBe(true);
  });

  it("switches the ledger on, and has everything recorded before looked through, once", async () => {
    await open();
    expect(await log()).toMatchObject({ is_on: true });
    expect((await log()).queued).toBeGreaterThan(20);
    await database.owner.query("DELETE FROM ledger_backfill");
    await open();
    expect(await log()).toMatchObject({ is_on: true, queued: 0 });
  });

  it("switches it off, needs no key for that, and writes nothing", async () => {
    expect(await open({ LEDGER: "off" })).toBe(false);
    expect(await log()).toMatchObject({ is_on: false, verifier_key: null });
    await open();
    expect(await open({ LEDGER: "off" })).toBe(false);
    expect(await log()).toMatchObject({ is_on: false });
  });

  it("begins a new log, into which all enters anew, after what the documentation says", async () => {
    await open();
    const { verifier_key: before } = await log();
    await database.owner.query("DELETE FROM ledger_backfill");
    await rm(keyFile());
    const page = await readFile(join(projectRoot, "docs", "ledger.md"), "utf8");
    await database.owner.query(/BEGIN;[^`]*COMMIT;/.exec(page)![0]);
    expect(await open()).toBe(true);
    const { origin, verifier_key: after, queued } = await log();
    expect(origin).toBe("ledger.example.com/disclosures-2");
    expect(after).toMatch(/^ledger\.example\.com\/disclosures-2\+/);
    expect(after).not.toBe(before);
    expect(queued).toBeGreaterThan(20);
  });

  it("leaves it as it is where no role is known, and says so in one line", async () => {
    expect(await open({}, null)).toBe(false);
    expect(said).toEqual([expect.stringMatching(/^The ledger stays off: LEDGER_DATABASE_URL names no role/)]);
    expect(await log()).toMatchObject({ is_on: false });
    expect(await open({ LEDGER: "off" }, null)).toBe(false);
    expect(said).toHaveLength(1);
    await open();
    expect(await open({}, null)).toBe(false);
    expect(said.slice(1)).toEqual([expect.stringMatching(/^The ledger is on, but not written from here/)]);
  });

  it("takes the name of the settings until something could be signed under another", async () => {
    await open({ LEDGER_ORIGIN: "log.example/second" });
    expect(await log()).toMatchObject({ origin: "log.example/second" });
    expect(await open({ LEDGER_ORIGIN: "log.example/second" })).toBe(true);
    expect(await refusalOf({ LEDGER_ORIGIN: "log.example/third" })).toMatch(
      /^LEDGER_ORIGIN is log\.example\/third, but this database's log is called log\.example\/second/,
    );
  });

  it("takes a key that an operator put there, and refuses one of another name", async () => {
    const path = join(folder, "given");
    await writeFile(path, `${newSignerKey("log.example/given")}\r\n`);
    expect(await refusalOf({ LEDGER_KEY_FILE: path })).toBe(
      `The ledger's key file ${path} is the key of the log log.example/given, not of log.example/first: ` +
        "set LEDGER_ORIGIN to log.example/given to give the log that name, or take the file away for a new key.",
    );
    expect(await open({ LEDGER_KEY_FILE: path, LEDGER_ORIGIN: "log.example/given" })).toBe(true);
  });

  describe("with a key that a log is known by already, refuses", () => {
    beforeEach(async () => {
      await open();
    });

    it("that its file is gone, and makes no other", async () => {
      await rm(keyFile());
      expect(await refusalOf()).toMatch(/ledger-key is not there: put it back from your backup\./);
      await expect(stat(keyFile())).rejects.toThrow("ENOENT");
    });

    it("another key of the same name, and another log's", async () => {
      await writeFile(keyFile(), newSignerKey("log.example/first"));
      expect(await refusalOf()).toContain(
        "is not the key that the log log.example/first is known by: put it",
      );
      await writeFile(keyFile(), newSignerKey("log.example/other"));
      expect(await refusalOf()).toContain(
        "is the key of the log log.example/other, not of log.example/first",
      );
    });

    it.each([
      ["an empty file", () => ""],
      ["half a key", (key: string) => key.slice(0, key.length / 2)],
      ["a verifier's key", () => "log.example/first+00000000+AAAA"],
      ["a key whose id is another's", (key: string) => key.replace(/\+[0-9a-f]{8}\+/, "+00000000+")],
    ])("%s", async (_what, change) => {
      await writeFile(keyFile(), change((await readFile(keyFile(), "utf8")).trim()));
      expect(await refusalOf()).toMatch(/holds no signing key \(.*\): put it back from your backup/);
    });

    it("a file that cannot be read", async () => {
      await rm(keyFile());
      expect(await refusalOf({ LEDGER_KEY_FILE: folder })).toMatch(
        /cannot be read \(EISDIR\): let the registry/,
      );
      // Root may read everything.
      if (process.getuid?.() === 0) return;
      await writeFile(keyFile(), newSignerKey("log.example/first"));
      await chmod(keyFile(), 0);
      expect(await refusalOf()).toMatch(/cannot be read \(EACCES\)/);
    });
  });

  it("refuses a folder where no key can be made", async () => {
    await writeFile(join(folder, "file"), "");
    expect(await refusalOf({ LEDGER_KEY_FILE: join(folder, "file", "key") })).toMatch(/\(ENOTDIR\)/);
    expect(await log()).toMatchObject({ is_on: false, verifier_key: null });
  });

  it("refuses a role that could write what the ledger is about", async () => {
    expect(await refusalOf({}, database.apiUrl)).toMatch(
      /holds .*INSERT on disclosure.*\nLEDGER_DATABASE_URL must name a role that can write the ledger and nothing else/,
    );
  });

  it("refuses another database than the server's, and one that cannot be entered", async () => {
    const copy = await createTestDatabase();
    expect(await refusalOf({}, copy.sequencerUrl)).toMatch(
      /^LEDGER_DATABASE_URL and DATABASE_URL name different databases/,
    );
    await copy.drop();
    const wrong = new URL(database.sequencerUrl);
    wrong.password = "wrong";
    expect(await refusalOf({}, wrong.href)).toMatch(
      /^LEDGER_DATABASE_URL: the server at .* does not let the role/,
    );
  });
});
