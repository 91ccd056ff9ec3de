import { describe, expect, it } from "@jest/globals";
import { CompactSign, exportSPKI, importJWK, SignJWT, type CryptoKey } from "jose";
import { AUDIENCE, makeKey, TestIssuer } from "../../support/test-issuer.js";
import { trialKeys, withVerifier } from "../../support/verifier-trial.js";

const DISCOVERY = "/realm/.well-known/openid-configuration";

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const header = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[0]!, "base64url").toString()) as object;
const claims = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as Record<string, unknown>;

const { first, second } = await trialKeys();
const trial = withVerifier(first);
const { outcomeOf, expectForged, refused, seconds } = trial;

describe("An access token", () => {
  it("of the issuer, for this registry, is believed", async () => {
    expect(await trial.tokens.verify(await trial.issuer.token())).toMatchObject({
      sub: "analyst-1",
      aud: AUDIENCE,
    });
    expect(await trial.tokens.verify(await trial.issuer.token({ aud: ["another", AUDIENCE] }))).toMatchObject(
      {
        sub: "analyst-1",
      },
    );
  });

  it.each(["RS256", "ES256", "EdDSA"])("may be signed with %s", async (algorithm) => {
    trial.issuer.keys = [await makeKey(algorithm, "only")];
    expect(await trial.tokens.verify(await trial.issuer.token())).toMatchObject({ sub: "analyst-1" });
  });

  it.each([
    ["from another issuer", { iss: "https://elsewhere.example" }, /issuer is another/],
    ["from an issuer of nearly the same name", { iss: "SLASH" }, /issuer is another/],
    ["without an issuer", { iss: undefined }, /issuer is another/],
    ["for another service", { aud: "another" }, /for another service/],
    ["for other services", { aud: ["another", "a third"] }, /for another service/],
    ["for nobody", { aud: undefined }, /for another service/],
    ["without an end", { exp: undefined }, /claim exp is missing or no good/],
    ["that ends at no time", { exp: "tomorrow" }, /claim exp is missing or no good/],
    ["of nobody", { sub: undefined }, /claim sub is missing or no good/],
  ])("%s is refused", async (_what, wrong, message) => {
    const iss = "iss" in wrong && wrong.iss === "SLASH" ? { iss: `${trial.issuer.url}/` } : {};
    expect(await outcomeOf(await trial.issuer.token({ ...wrong, ...iss }))).toEqual(refused(message));
  });

  it("of a sign-in that is not strong enough is refused, where that is asked for", async () => {
    const tokens = trial.asking("phr", "phrh");
    const strong = { acr: "phrh" };
    expect(await tokens.verify(await trial.issuer.token(strong))).toMatchObject(strong);
    for (const acr of ["pwd", "", "phr phrh", ["phr"], undefined]) {
      const token = await trial.issuer.token({ acr });
      await expect(tokens.verify(token)).rejects.toEqual(refused(/not strong enough/));
      expect(await outcomeOf(token)).toMatchObject({ sub: "analyst-1" });
    }
  });

  it("is good until the end of its time and the tolerance, not longer", async () => {
    const token = await trial.issuer.token({ exp: seconds() + 60 });
    trial.clock.advance(85_000);
    expect(await trial.tokens.verify(token)).toMatchObject({ sub: "analyst-1" });
    trial.clock.advance(10_000);
    expect(await outcomeOf(token)).toEqual(refused(/It has expired/));
  });

  it("is not good before its time, the tolerance apart", async () => {
    expect(await trial.tokens.verify(await trial.issuer.token({ nbf: seconds() + 20 }))).toBeDefined();
    expect(await outcomeOf(await trial.issuer.token({ nbf: seconds() + 60 }))).toEqual(
      refused(/not valid yet/),
    );
  });

  it.each([["JWT"], ["id+jwt"], [undefined], [""]])(
    "whose header calls it %j is no access token",
    async (typ) => {
      expect(await outcomeOf(await trial.issuer.token({}, { header: { typ } }))).toEqual(
        refused(/no access token/),
      );
    },
  );

  it("that is too long is refused unread", async () => {
    expect(await outcomeOf(await trial.issuer.token({ padding: "x".repeat(8_192) }))).toEqual(
      refused(/longer than 8192/),
    );
    expect(trial.issuer.asked).toEqual([]);
  });

  it("counts the last of two claims of the same name, as every reader of JSON here does (RFC 7519, section 4)", async () => {
    const usual = JSON.stringify({ ...claims(await trial.issuer.token()), sub: "last" });
    const twice = usual.replace("{", '{"sub":"first",');
    const { privateKey, algorithm: alg, kid } = trial.issuer.keys[0]!;
    const token = await new CompactSign(Buffer.from(twice))
      .setProtectedHeader({ alg, kid, typ: "at+jwt" })
      .sign(privateKey);
    expect(await trial.tokens.verify(token)).toMatchObject({ sub: "last" });
  });
});

describe("A forged access token is refused", () => {
  it.each(["none", "None", "nOnE", "NONE", ""])("without a signature (alg %j)", async (alg) => {
    const good = await trial.issuer.token();
    const [, payload, signature] = good.split(".");
    await expectForged(`${base64url({ ...header(good), alg })}.${payload}.`);
    await expectForged(`${base64url({ ...header(good), alg })}.${payload}.${signature}`);
  });

  it("with the issuer's public key taken for a shared secret", async () => {
    const good = await trial.issuer.token();
    const { publicJwk } = trial.issuer.keys[0]!;
    const publicKey = (await importJWK({ ...publicJwk, ext: true }, "RS256", {
      extractable: true,
    })) as CryptoKey;
    for (const secret of [await exportSPKI(publicKey), JSON.stringify(publicJwk), publicJwk.n!]) {
      const forged = await new SignJWT(claims(good))
        .setProtectedHeader({ ...header(good), alg: "HS256" })
        .sign(Buffer.from(secret));
      await expectForged(forged);
    }
  });

  it("with another key under the issuer's kid, named in the header or not", async () => {
    const own = second;
    await using(await TestIssuer.start(own), async (attacker) => {
      const headers = [
        {},
        { jwk: own.publicJwk },
        { jku: `${attacker.url}/keys` },
        { x5u: `${attacker.url}/keys` },
        { x5c: ["MIIB"] },
        { kid: "unheard of", jwk: own.publicJwk, jku: `${attacker.url}/keys` },
      ];
      for (const more of headers)
        await expectForged(await trial.issuer.token({}, { key: own, header: more }));
      expect(attacker.asked).toEqual([]);
    });
  });

  it.each([
    "../../../../dev/null",
    "' OR 1=1 --",
    "first\u0000",
    "__proto__",
    "http://169.254.169.254/",
    7,
    null,
  ])("with the kid %j", async (kid) => {
    await expectForged(await trial.issuer.token({}, { key: second, header: { kid } }));
    expect(trial.issuer.asked.every((path) => [DISCOVERY, "/realm/keys"].includes(path))).toBe(true);
  });

  it("with any part changed, cut off or added", async () => {
    const good = await trial.issuer.token();
    const [head, payload, signature] = good.split(".") as [string, string, string];
    const raised = base64url({ ...claims(good), roles: ["operations"] });
    const flipped = signature.replace(/^./, (first) => (first === "A" ? "B" : "A"));
    const broken = [
      ...[`${head}.${raised}.${signature}`, `${head}.${payload}.${flipped}`, `${head}.${payload}`],
      ...[
        `${head}.${payload}.${signature}.x`,
        `${head}.${payload}.${signature.slice(4)}`,
        `${head}..${signature}`,
      ],
      ...[`${base64url({ ...header(good), kid: undefined })}.${payload}.${signature}`, "eyJ.e30.", "eyJ."],
    ];
    for (const token of broken) await expectForged(token);
  });

  it("with an algorithm that is not accepted, though the issuer publishes the key", async () => {
    trial.issuer.keys = [await makeKey("PS256", "only")];
    await expectForged(await trial.issuer.token());
  });

  it("with extensions that nobody here understands", async () => {
    const { privateKey } = trial.issuer.keys[0]!;
    const good = await trial.issuer.token();
    const head = base64url({ ...header(good), crit: ["exp"], exp: 1 });
    const signature = Buffer.from(
      await crypto.subtle.sign("RSASSA-PKCS1-v1_5", privateKey, Buffer.from(`${head}.${good.split(".")[1]}`)),
    ).toString("base64url");
    await expectForged(`${head}.${good.split(".")[1]}.${signature}`);
  });
});

async function using(other: TestIssuer, work: (issuer: TestIssuer) => Promise<void>): Promise<void> {
  try {
    await work(other);
  } finally {
    await other.stop();
  }
}
