import { describe, expect, it } from "@jest/globals";
import { isAbsolute, resolve } from "node:path";
import { readConfig } from "../../../src/platform/config.js";
import { StartRefused } from "../../../src/platform/start-refused.js";

const SECRET = "0123456789abcdef0123456789abcdef";
const URL = "postgres://registry_api:p%40ss@db.example:5432/registry";
const LEDGER_URL = "postgres://registry_sequencer:secret@db.example/registry";
const OWNER_URL = "postgresql://registry_owner:secret@db.example/registry";

/** What a start with these settings is refused with; none where it goes on. */
function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof StartRefused) return error.problems;
    throw error;
  }
}

describe("The configuration", () => {
  it("of an empty environment is the embedded database on this machine alone", () => {
    expect(readConfig({})).toEqual({
      port: 4000,
      host: "127.0.0.1",
      workers: 1,
      databaseUrl: null,
      databaseOwnerUrl: null,
      dataDir: resolve("data"),
      registrySecret: null,
      previousSecret: null,
      adminApiKey: null,
      allowOwner: false,
      sealReferences: false,
      smallCellsBelow: 10,
      exampleDataMap: null,
      ledger: {
        isOn: true,
        databaseUrl: null,
        origin: null,
        keyFile: resolve("data", "secrets", "ledger-key"),
        signer: null,
        checkpointFile: resolve("data", "ledger", "checkpoint"),
        witness: null,
      },
      limits: {
        costMax: 100_000,
        requestSecondsMax: 30,
        keyCostPerMinute: 12_000_000,
        addressCostPerMinute: 1_000_000,
        keyRequestsAtOnce: 256,
        keyTransfersAtOnce: 8,
        introspection: true,
        playground: true,
      },
      signIn: null,
      http: { trustedProxies: [], corsOrigins: [] },
      logLevel: "info",
    });
  });

  it("reads every setting", () => {
    const env = {
      PORT: "8080",
      HOST: "0.0.0.0",
      WORKERS: "4",
      DATABASE_URL: URL,
      DATABASE_OWNER_URL: OWNER_URL,
      DATA_DIR: "somewhere else",
      REGISTRY_SECRET: SECRET,
      ADMIN_API_KEY: "an-administrators-key",
      ALLOW_OWNER: "1",
      SEAL_REFERENCES: "true",
      SMALL_CELLS_BELOW: "25",
      EXAMPLE_DATA_MAP: "map.yaml",
      LEDGER: "off",
      LEDGER_DATABASE_URL: LEDGER_URL,
      LEDGER_ORIGIN: "ledger.example/disclosures",
      LEDGER_KEY_FILE: "/run/secrets/key",
      LEDGER_CHECKPOINT_FILE: "/mnt/elsewhere/checkpoint",
      LEDGER_WITNESS_URL: "https://witness.example/w1",
      LEDGER_WITNESS_KEY: "witness.example/w1+0a1b2c3d+BAAA",
      COST_MAX: "5000",
      REQUEST_SECONDS_MAX: "5",
      KEY_COST_PER_MINUTE: "600000",
      ADDRESS_COST_PER_MINUTE: "60000",
      KEY_REQUESTS_AT_ONCE: "20",
      KEY_TRANSFERS_AT_ONCE: "2",
      INTROSPECTION: "off",
      PLAYGROUND: "off",
      LOG_LEVEL: "debug",
    };
    const config = readConfig(env);
    expect(config).toMatchObject({
      port: 8080,
      host: "0.0.0.0",
      workers: 4,
      databaseUrl: URL,
      databaseOwnerUrl: OWNER_URL,
      registrySecret: SECRET,
      adminApiKey: "an-administrators-key",
      allowOwner: true,
      sealReferences: true,
      smallCellsBelow: 25,
      exampleDataMap: "map.yaml",
      ledger: {
        isOn: false,
        databaseUrl: LEDGER_URL,
        origin: "ledger.example/disclosures",
        keyFile: "/run/secrets/key",
        signer: null,
        checkpointFile: "/mnt/elsewhere/checkpoint",
        witness: { url: "https://witness.example/w1", key: "witness.example/w1+0a1b2c3d+BAAA" },
      },
      limits: {
        costMax: 5_000,
        requestSecondsMax: 5,
        keyCostPerMinute: 600_000,
        addressCostPerMinute: 60_000,
        keyRequestsAtOnce: 20,
        keyTransfersAtOnce: 2,
        introspection: false,
        playground: false,
      },
      logLevel: "debug",
    });
    expect(isAbsolute(config.dataDir)).toBe(true);
  });

  it("takes a setting that is empty or blank for one that is not set, and cuts the blanks around others", () => {
    expect(readConfig({ PORT: "", HOST: "  ", DATABASE_URL: "", ALLOW_OWNER: " " })).toEqual(readConfig({}));
    expect(readConfig({ REGISTRY_SECRET: ` ${SECRET}\n`, PORT: " 0 " })).toMatchObject({
      registrySecret: SECRET,
      port: 0,
    });
  });

  it("takes what is just long or large enough", () => {
    const env = { PORT: "65535", REGISTRY_SECRET: SECRET, ADMIN_API_KEY: "sixteen_letters!" };
    expect(readConfig(env)).toMatchObject({
      port: 65_535,
      registrySecret: SECRET,
      adminApiKey: "sixteen_letters!",
    });
  });

  it.each(["0", "false"])("takes %s for a switch that is off", (off) => {
    expect(readConfig({ ALLOW_OWNER: off, SEAL_REFERENCES: off })).toMatchObject({
      allowOwner: false,
      sealReferences: false,
    });
  });

  it.each<[string, Record<string, string>, RegExp[]]>([
    ["a port that is no number", { PORT: "http" }, [/^PORT must be a number from 0 to 65535/]],
    ["a limit that is no number", { COST_MAX: "much" }, [/^COST_MAX must be a whole number, 1 or more/]],
    ["a limit of nothing", { COST_MAX: "0" }, [/^COST_MAX must be/]],
    [
      "switches that are neither on nor off",
      { INTROSPECTION: "1", PLAYGROUND: "no" },
      [/^INTROSPECTION must be on or off/, /^PLAYGROUND must be on or off/],
    ],
    ["a ledger that is neither on nor off", { LEDGER: "1" }, [/^LEDGER must be on or off/]],
    [
      "the ledger's role without the server's",
      { LEDGER_DATABASE_URL: LEDGER_URL },
      [/^LEDGER_DATABASE_URL is set without DATABASE_URL/],
    ],
    ["a log's name with a blank", { LEDGER_ORIGIN: "my log" }, [/^LEDGER_ORIGIN must be at most 200/]],
    ["a log's name with a plus", { LEDGER_ORIGIN: "log+1" }, [/^LEDGER_ORIGIN must be/]],
    ["a log's name that is too long", { LEDGER_ORIGIN: "l".repeat(201) }, [/^LEDGER_ORIGIN must be/]],
    ["a port beyond all ports", { PORT: "65536" }, [/^PORT/]],
    ["a port below 0", { PORT: "-1" }, [/^PORT/]],
    ["half a port", { PORT: "80.5" }, [/^PORT/]],
    [
      "another database",
      { DATABASE_URL: "mysql://a@b/c", REGISTRY_SECRET: SECRET },
      [/^DATABASE_URL must look like postgres:/],
    ],
    [
      "no URL",
      { DATABASE_URL: "localhost", REGISTRY_SECRET: SECRET },
      [/^DATABASE_URL must look like postgres:/],
    ],
    [
      "a URL without a user",
      { DATABASE_URL: "postgres://localhost/registry", REGISTRY_SECRET: SECRET },
      [/^DATABASE_URL must look like/],
    ],
    [
      "a URL with a broken %-code",
      { DATABASE_URL: "postgres://a:100%@b/c", REGISTRY_SECRET: SECRET },
      [/%-codes/],
    ],
    [
      "a database without a secret",
      { DATABASE_URL: URL },
      [/^REGISTRY_SECRET is required with DATABASE_URL.*openssl rand/],
    ],
    [
      "an owner without a database",
      { DATABASE_OWNER_URL: OWNER_URL },
      [/^DATABASE_OWNER_URL is set without DATABASE_URL/],
    ],
    [
      "a wrong URL beside the owner's",
      { DATABASE_URL: "localhost", DATABASE_OWNER_URL: OWNER_URL, REGISTRY_SECRET: SECRET },
      [/^DATABASE_URL must look like/],
    ],
    [
      "a short secret",
      { REGISTRY_SECRET: SECRET.slice(1) },
      [/^REGISTRY_SECRET is too short: use at least 32/],
    ],
    ["a short key", { ADMIN_API_KEY: "fifteen-chars-x" }, [/^ADMIN_API_KEY is too short: use at least 16/]],
    [
      "a key with a blank",
      { ADMIN_API_KEY: "an administrator's key" },
      [/^ADMIN_API_KEY may hold.*without blanks/],
    ],
    ["an unclear switch", { ALLOW_OWNER: "yes" }, [/^ALLOW_OWNER is a switch: set it to 1/]],
    ["no bound", { SMALL_CELLS_BELOW: "0" }, [/^SMALL_CELLS_BELOW must be a whole number from 1/]],
    ["half a bound", { SMALL_CELLS_BELOW: "2.5" }, [/^SMALL_CELLS_BELOW must be a whole number/]],
    ["another unclear switch", { SEAL_REFERENCES: "on" }, [/^SEAL_REFERENCES is a switch/]],
    ["a level that there is not", { LOG_LEVEL: "loud" }, [/^LOG_LEVEL must be one of fatal, error, warn/]],
    [
      "much at once",
      { PORT: "x", LOG_LEVEL: "loud", DATABASE_URL: "x" },
      [/^DATABASE_URL/, /^REGISTRY_SECRET/, /^PORT/, /^LOG_LEVEL/],
    ],
  ])("refuses %s, naming each setting and the remedy", (_case, env, expected) => {
    const problems = problemsOf(env);
    expect(problems).toHaveLength(expected.length);
    problems.forEach((problem, index) => expect(problem).toMatch(expected[index]!));
  });

  it("never repeats a secret that it refuses", () => {
    const env = {
      DATABASE_URL: "mysql://user:canary@host/db",
      REGISTRY_SECRET: "canary",
      ADMIN_API_KEY: "canary",
    };
    expect(problemsOf(env)).toHaveLength(3);
    expect(problemsOf(env).join("\n")).not.toContain("canary");
  });
});
