import { describe, expect, it } from "@jest/globals";
import { API_KEY_SECRET_LEAF } from "../../src/modules/access/api-key.leaf.js";
import { leavesOf } from "../../src/modules/ledger/index.js";
import { raw, run, sql } from "../../src/platform/db/sql.js";
import { keysOf, REVOKE_KEY, ROTATE_KEY } from "../support/key-operations.js";
import { MovableClock } from "../support/movable-clock.js";
import { countRows } from "../support/stored-rows.js";
import { apiOf, withTestServer } from "../support/test-server.js";
import { untilWaiting } from "../support/until-waiting.js";

const clock = new MovableClock("2026-03-01T10:00:00Z");
const server = withTestServer({ clock });

const { newKey, rotate, refusalOf } = keysOf(server);

describe("rotateApiKey refuses, and stores nothing:", () => {
  async function refusalOfInput(input: Record<string, unknown>) {
    const before = await countRows(server.database.owner);
    const errors = await server.admin.errorsOf(ROTATE_KEY, { input });
    expect(await countRows(server.database.owner)).toEqual(before);
    expect(JSON.stringify(errors)).not.toContain("canary");
    expect(errors).toHaveLength(1);
    return errors[0]!;
  }

  it.each(["canary0000ab", "", "canary\u0000", "canary".repeat(2_000), "canary\ud800"])(
    "an id that no key has",
    async (id) => {
      const { extensions, message } = await refusalOfInput({ id });
      expect(extensions).toEqual({ code: "NOT_FOUND", fields: ["id"] });
      expect(message).toMatch(/apiKeys lists them/);
    },
  );

  it("a key that was revoked", async () => {
    const { id } = await newKey();
    await server.admin.request(REVOKE_KEY, { id });
    const { extensions, message } = await refusalOfInput({ id, gracePeriod: "PT0S" });
    expect(extensions).toEqual({ code: "CONFLICT", fields: ["id"] });
    expect(message).toMatch(/was revoked, and that is for good: make another key/);
  });

  it("a key that has expired", async () => {
    const { id } = await newKey({ expiresAt: clock.at(1) });
    clock.advance(1);
    const { extensions, message } = await refusalOfInput({ id });
    expect(extensions).toEqual({ code: "CONFLICT", fields: ["id"] });
    expect(message).toMatch(/has expired: make another key/);
  });

  it.each(["P31D", "P30DT1S", "P1M", "P1Y"])("the grace period %s", async (gracePeriod) => {
    const { id } = await newKey();
    const { extensions, message } = await refusalOfInput({ id, gracePeriod });
    expect(extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["gracePeriod"] });
    expect(message).toMatch(/at most 30 days, such as P7D/);
  });

  it.each(["-PT1H", "PT0.5H", "canary", "2026-03-01T10:00:00Z", 24])(
    "as a grace period %j",
    async (gracePeriod) => {
      const { id } = await newKey();
      const { extensions, message } = await refusalOfInput({ id, gracePeriod });
      expect(extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["gracePeriod"] });
      expect(message).toContain("ISO 8601");
    },
  );

  it.each(["ANALYST", "INTEGRATION", "REPORTER", "AUDITOR"] as const)(
    "the role %s, also for its own key",
    async (role) => {
      const { id, secret } = await newKey({ role });
      const [error] = await apiOf(server.url, secret).errorsOf(ROTATE_KEY, { input: { id } });
      expect(error!.extensions.code).toBe("FORBIDDEN");
      expect(await refusalOf(secret)).toBeNull();
    },
  );
});

describe("Rotations of one key at the same moment", () => {
  it.each([["P1D"], ["PT0S"]])(
    "with the grace period %s: one gives a secret that works, the others are told",
    async (gracePeriod) => {
      for (let round = 0; round < 5; round += 1) {
        const { id, secret } = await newKey();
        const answers = await Promise.allSettled(Array.from({ length: 6 }, () => rotate(id, gracePeriod)));
        const secrets = answers.flatMap((answer) =>
          answer.status === "fulfilled" ? [answer.value.secret] : [],
        );
        // Without a grace period one that comes a little later ends the one before: only the last one works.
        const working = await Promise.all([...secrets, secret].map((each) => refusalOf(each)));
        const count = working.filter((refusal) => refusal === null).length;
        expect(count).toBe(gracePeriod === "PT0S" ? 1 : 2);
        if (gracePeriod === "P1D") expect(secrets).toHaveLength(1);
        for (const answer of answers) {
          if (answer.status === "rejected") expect(String(answer.reason)).toContain('"code":"CONFLICT"');
        }
      }
    },
  );

  it("that cannot see one another yet: the second is told that somebody else was faster", async () => {
    const { id, secret } = await newKey();
    const runner = server.database.owner.createQueryRunner();
    try {
      await runner.startTransaction();
      await run(
        runner.manager,
        sql`WITH inserted AS (
              INSERT INTO api_key_secret
              VALUES (${id}, 2, '\\x00', ${clock.at(0)}, 'somebody', ${clock.at(0)}::timestamptz + interval '1 day')
              RETURNING *
            )
            ${leavesOf(API_KEY_SECRET_LEAF, raw("inserted"))}`,
      );
      const refused = server.admin.errorsOf(ROTATE_KEY, { input: { id } });
      await untilWaiting(server.database.api, 1);
      await runner.commitTransaction();
      const [error] = await refused;
      expect(error!.extensions).toEqual({ code: "CONFLICT", fields: ["id"] });
      expect(error!.message).toMatch(/Somebody else rotated the key at this moment/);
      expect(await refusalOf(secret)).toBeNull();
    } finally {
      await runner.release();
    }
  });
});
