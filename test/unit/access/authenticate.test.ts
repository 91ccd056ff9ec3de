import { describe, expect, it } from "@jest/globals";
import { authenticate, type ApiKeysService } from "../../../src/modules/access/index.js";
import { AppError } from "../../../src/platform/errors.js";
import type { Caller } from "../../../src/platform/graphql/context.js";

/** Answers the key it was asked about. */
const keys = {
  authenticate: (token: string): Promise<Caller> =>
    Promise.resolve({
      keyId: token,
      name: "A caller",
      roles: ["AUDITOR"],
      permissions: new Set<string>(),
      recipients: new Set<string>(),
      scope: null,
    }),
} as unknown as ApiKeysService;

const recognise = (authorization: string | undefined) =>
  authenticate(keys, null, { authorization, address: "127.0.0.1", mayTry: () => true });
const keyIn = async (header: string | undefined) => (await recognise(header))?.keyId ?? null;

describe("The Authorization header", () => {
  it.each([
    ["Bearer abc", "abc"],
    ["bearer abc", "abc"],
    ["BEARER   abc  ", "abc"],
    ["Bearer a.b-c_d~e+f/g==", "a.b-c_d~e+f/g=="],
  ])("%j carries the key %s", async (header, key) => {
    expect(await keyIn(header)).toBe(key);
  });

  it.each([undefined, ""])("%j carries none, and what needs no key is served", async (header) => {
    expect(await keyIn(header)).toBeNull();
  });

  it.each([
    "Bearer",
    "Bearer ",
    "abc",
    "Basic abc",
    "Bearer a b",
    "Bearerabc",
    "Bearer \u00e4",
    " Bearer abc",
    "Bearer a,Bearer b c",
  ])("%j is refused without being repeated", async (header) => {
    const refusal = await recognise(header).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal).toMatchObject({
      code: "UNAUTHENTICATED",
      message: "The Authorization header must read: Bearer <your API key>.",
    });
  });
});
