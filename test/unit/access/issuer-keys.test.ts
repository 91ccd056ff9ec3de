import { describe, expect, it } from "@jest/globals";
import { MINUTE_MS } from "../../support/movable-clock.js";
import { makeKey } from "../../support/test-issuer.js";
import { trialKeys, withVerifier } from "../../support/verifier-trial.js";

const DISCOVERY = "/realm/.well-known/openid-configuration";

const { first, second } = await trialKeys();
const trial = withVerifier(first);
const { outcomeOf, expectForged, seconds } = trial;

describe("The issuer's keys", () => {
  it("are asked for once by many at a time, and not again for ten minutes", async () => {
    const token = await trial.issuer.token({ exp: seconds() + 3_600 });
    await Promise.all(Array.from({ length: 20 }, () => trial.tokens.verify(token)));
    trial.clock.advance(9 * MINUTE_MS);
    await trial.tokens.verify(token);
    expect(trial.issuer.asked).toEqual([DISCOVERY, "/realm/keys"]);
    trial.clock.advance(2 * MINUTE_MS);
    await trial.tokens.verify(token);
    expect(trial.issuer.asked).toHaveLength(4);
  });

  it("are asked for again where a token names a new one, every half minute at most", async () => {
    await trial.tokens.verify(await trial.issuer.token());
    trial.issuer.keys = [await makeKey("ES256", "second"), trial.issuer.keys[0]!];
    const [newer, older] = [
      await trial.issuer.token(),
      await trial.issuer.token({}, { key: trial.issuer.keys[1]! }),
    ];
    await expectForged(newer);
    expect(trial.issuer.asked).toHaveLength(2);
    trial.clock.advance(31_000);
    expect(await trial.tokens.verify(newer)).toBeDefined();
    expect(await trial.tokens.verify(older)).toBeDefined();
    const unknown = await trial.issuer.token({}, { key: second, header: { kid: "unknown" } });
    for (let index = 0; index < 5; index += 1) await expectForged(unknown);
    expect(trial.issuer.asked).toHaveLength(4);
  });

  it("are believed for ten minutes at most after the issuer withdrew them", async () => {
    const token = await trial.issuer.token({ exp: seconds() + 3_600 });
    await trial.tokens.verify(token);
    trial.issuer.keys = [second];
    trial.clock.advance(11 * MINUTE_MS);
    await expectForged(token);
  });

  it.each([
    ["is of another issuer", DISCOVERY, { body: '{"issuer":"https://elsewhere.example"}' }, /another issuer/],
    ["is no JSON", DISCOVERY, { body: "<html>" }, /no JSON object/],
    ["is missing", DISCOVERY, { status: 404, body: "{}" }, /HTTP 404/],
    [
      "is a redirection",
      DISCOVERY,
      { status: 302, location: "/realm/moved", body: "" },
      /could not be reached/,
    ],
    ["lead to no keys", "/realm/keys", { body: '{"keys":7}' }, /no set of keys/],
    ["lead to too much", "/realm/keys", { body: `{"keys":["${"x".repeat(300_000)}"]}` }, /too large/],
    ["lead to a fault", "/realm/keys", { status: 500, body: "" }, /HTTP 500/],
  ])(
    "cannot be had where the answer %s: that is no fault of the token",
    async (_what, path, answer, reason) => {
      trial.issuer.otherAnswers.set(path, answer);
      const moved = { issuer: trial.issuer.url, jwks_uri: `${trial.issuer.url}/keys` };
      trial.issuer.otherAnswers.set("/realm/moved", { body: JSON.stringify(moved) });
      expect(await outcomeOf(await trial.issuer.token())).toMatchObject({ code: "UNAVAILABLE" });
      expect(trial.reasons).toEqual([expect.stringMatching(reason)]);
    },
  );

  it.each(["http://keys.example/", "file:///etc/passwd", "https://user:password@keys.example/", 7])(
    "are not asked for at %s",
    async (jwks_uri) => {
      trial.issuer.otherAnswers.set(DISCOVERY, {
        body: JSON.stringify({ issuer: trial.issuer.url, jwks_uri }),
      });
      expect(await outcomeOf(await trial.issuer.token())).toMatchObject({ code: "UNAVAILABLE" });
      expect(trial.reasons).toEqual(["its discovery document names no safe address of its keys"]);
    },
  );

  it("are asked for again five seconds after the issuer failed, and not earlier", async () => {
    const token = await trial.issuer.token();
    trial.issuer.otherAnswers.set(DISCOVERY, { status: 503, body: "" });
    await Promise.all([outcomeOf(token), outcomeOf(token), outcomeOf(token)]);
    trial.issuer.otherAnswers.clear();
    expect(await outcomeOf(token)).toMatchObject({ code: "UNAVAILABLE" });
    expect(trial.issuer.asked).toHaveLength(1);
    trial.clock.advance(5_000);
    expect(await trial.tokens.verify(token)).toBeDefined();
  });
});
