import { describe, expect, it } from "@jest/globals";
import { resolve } from "node:path";
import { readConfig } from "../../../src/platform/config.js";
import { StartRefused } from "../../../src/platform/start-refused.js";

/** The problems settings are refused with; none where they are taken. */
function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof StartRefused) return error.problems;
    throw error;
  }
}

const GIVEN = {
  DATABASE_URL: "postgres://api:x@127.0.0.1/registry",
  REGISTRY_SECRET: "a secret that is long enough for the registry",
};

describe("the settings", () => {
  it("need nothing to be set, and a blank is nothing", () => {
    const defaults = {
      port: 4000,
      host: "127.0.0.1",
      databaseUrl: null,
      databaseOwnerUrl: null,
      dataDir: resolve("data"),
      registrySecret: null,
      adminApiKey: null,
      allowOwner: false,
      sealReferences: false,
      exampleDataMap: null,
      logLevel: "info",
    };
    expect(readConfig({})).toEqual(defaults);
    expect(readConfig({ PORT: " ", DATA_DIR: "", DATABASE_URL: "" })).toEqual(defaults);
  });

  it("need REGISTRY_SECRET for a given database, which nobody could guess", () => {
    expect(problemsOf(GIVEN)).toEqual([]);
    expect(problemsOf({ DATABASE_URL: GIVEN.DATABASE_URL })).toEqual([
      expect.stringMatching(/^REGISTRY_SECRET is required with DATABASE_URL: set at least 32 random/),
    ]);
    expect(problemsOf({ ...GIVEN, REGISTRY_SECRET: "x".repeat(31) })).toEqual([
      "REGISTRY_SECRET is too short: use at least 32 random characters.",
    ]);
  });

  it("name the owner's role only beside the API's", () => {
    expect(problemsOf({ DATABASE_OWNER_URL: GIVEN.DATABASE_URL })).toEqual([
      expect.stringMatching(/^DATABASE_OWNER_URL is set without DATABASE_URL/),
    ]);
  });

  it.each([
    "registry",
    "mysql://api:x@127.0.0.1/registry",
    "postgres://127.0.0.1/registry",
    "postgres://api:100%@127.0.0.1/registry",
  ])("take an address such as %s for a mistake", (DATABASE_URL) => {
    expect(problemsOf({ ...GIVEN, DATABASE_URL })).toEqual([
      expect.stringMatching(/^DATABASE_URL must look like postgres:\/\/user:password@host:5432\/database/),
    ]);
  });

  it("take a port of 0 to 65535", () => {
    for (const PORT of ["0", "65535"]) expect(readConfig({ PORT }).port).toBe(Number(PORT));
    for (const PORT of ["-1", "65536", "4.5", "http"]) expect(problemsOf({ PORT })).toHaveLength(1);
  });

  it("take a switch that is on or off", () => {
    for (const ALLOW_OWNER of ["1", "true"]) expect(readConfig({ ALLOW_OWNER }).allowOwner).toBe(true);
    for (const ALLOW_OWNER of ["0", "false"]) expect(readConfig({ ALLOW_OWNER }).allowOwner).toBe(false);
    expect(problemsOf({ ALLOW_OWNER: "yes" })).toHaveLength(1);
  });

  it("take an administrator's key that fits into a header and is not short", () => {
    expect(problemsOf({ ADMIN_API_KEY: "sixteen_letters!" })).toEqual([]);
    expect(problemsOf({ ADMIN_API_KEY: "sixteen letters and blanks" })).toHaveLength(1);
    expect(problemsOf({ ADMIN_API_KEY: "ключ-администратора" })).toHaveLength(1);
    expect(problemsOf({ ADMIN_API_KEY: "fifteen_letters" })).toHaveLength(1);
  });
});
