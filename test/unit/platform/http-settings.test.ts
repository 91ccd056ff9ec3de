import { describe, expect, it } from "@jest/globals";
import { readHttpSettings } from "../../../src/platform/http/http-settings.js";

const ORIGIN = "https://desk.example.com";

describe("TRUSTED_PROXIES and CORS_ORIGINS", () => {
  const read = (values: Record<string, string>) => {
    const problems: string[] = [];
    return { settings: readHttpSettings((name) => values[name] ?? null, problems), problems };
  };

  it("are lists with commas between, and empty where nothing is said", () => {
    expect(read({}).settings).toEqual({ trustedProxies: [], corsOrigins: [] });
    const values = { TRUSTED_PROXIES: "10.0.0.0/8, ::1", CORS_ORIGINS: `${ORIGIN}/,http://localhost:3000,` };
    expect(read(values)).toEqual({
      settings: {
        trustedProxies: ["10.0.0.0/8", "::1"],
        corsOrigins: [ORIGIN, "http://localhost:3000"],
      },
      problems: [],
    });
  });

  it.each([
    ["TRUSTED_PROXIES", "true"],
    ["TRUSTED_PROXIES", "0.0.0.0/0"],
    ["TRUSTED_PROXIES", "10.0.0.1/8"],
    ["CORS_ORIGINS", "*"],
    ["CORS_ORIGINS", "null"],
    ["CORS_ORIGINS", "desk.example.com"],
    ["CORS_ORIGINS", "https://desk.example.com/path"],
    ["CORS_ORIGINS", "https://*.example.com"],
    ["CORS_ORIGINS", "file:///tmp"],
  ])("refuse to start with %s=%s", (name, value) => {
    expect(read({ [name]: value }).problems).toEqual([expect.stringContaining(`${name} has an entry`)]);
  });
});
