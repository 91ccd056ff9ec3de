import { describe, expect, it } from "@jest/globals";
import { readSignerSettings } from "../../../src/platform/signer-settings.js";

const BASE64 = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";
const BOTH = { LEDGER_SIGNER: "/usr/local/bin/sign-ledger", LEDGER_PUBLIC_KEY: BASE64 };

function read(settings: Readonly<Record<string, string | undefined>>) {
  const problems: string[] = [];
  const signer = readSignerSettings((name) => settings[name] ?? null, settings, problems);
  return { signer, problems };
}

describe("The settings of a program that signs", () => {
  it("may be left out", () => {
    expect(read({})).toEqual({ signer: null, problems: [] });
  });

  it.each([
    ["a line of base64", BASE64],
    ["PEM", `-----BEGIN PUBLIC KEY-----\n${BASE64}\n-----END PUBLIC KEY-----\n`],
  ])("name its public key as %s", (_form, LEDGER_PUBLIC_KEY) => {
    const { signer, problems } = read({ ...BOTH, LEDGER_PUBLIC_KEY });
    expect(problems).toEqual([]);
    expect(Buffer.from(signer!.publicKey).toString("hex")).toMatch(/^19bf440969/);
  });

  it("hand on the environment without the registry's secrets", () => {
    const secrets = {
      REGISTRY_SECRET: "s",
      ADMIN_API_KEY_FILE: "f",
      DATABASE_URL: "d",
      REGISTRY_API_KEY: "k",
    };
    const { signer } = read({ ...BOTH, ...secrets, AWS_PROFILE: "signer", PATH: "/bin" });
    expect(signer!.environment).toEqual({ ...BOTH, AWS_PROFILE: "signer", PATH: "/bin" });
  });

  it.each([
    ["one without the other", { LEDGER_SIGNER: "x" }, "LEDGER_SIGNER and LEDGER_PUBLIC_KEY go together"],
    [
      "a key file as well",
      { ...BOTH, LEDGER_KEY_FILE: "x" },
      "LEDGER_SIGNER and LEDGER_KEY_FILE are both set",
    ],
    ["another kind of key", { ...BOTH, LEDGER_PUBLIC_KEY: "QUJD" }, "LEDGER_PUBLIC_KEY must be an Ed25519"],
  ])("are refused with %s", (_what, settings, problem) => {
    expect(read(settings).problems).toEqual([expect.stringContaining(problem)]);
  });
});
