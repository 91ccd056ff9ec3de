import { describe, expect, it } from "@jest/globals";
import { entities } from "../../src/entities.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { createLogger } from "../../src/platform/observability/logger.js";
import { keysOf, REVOKE_KEY, ROTATE_KEY } from "../support/key-operations.js";
import { disclosureInput, idOf, RECORD } from "../support/disclosure-input.js";
import { DAY_MS, MINUTE_MS, MovableClock } from "../support/movable-clock.js";
import { dumpRows } from "../support/stored-rows.js";
import { apiOf, startApp, withTestServer } from "../support/test-server.js";

const clock = new MovableClock("2026-03-01T10:00:00Z");
let log = "";
const logger = createLogger("trace", {}, { write: (line: string) => void (log += line) });
const server = withTestServer({ clock, logger });

const { newKey, rotate, refusalOf } = keysOf(server);
const REPLACED = /was given a new secret, and this one works no longer: use the new one/;

describe("rotateApiKey", () => {
  it("gives the same key a new secret, which works at once, and lets the earlier one work for a day", async () => {
    const madeAt = clock.at(0);
    const { id, secret } = await newKey();
    clock.advance(MINUTE_MS);
    const { apiKey, secret: newer } = await rotate(id);
    expect(apiKey).toEqual({
      id,
      name: "A partner",
      role: "INTEGRATION",
      createdAt: madeAt,
      createdBy: server.admin.key.split("_")[1],
      expiresAt: null,
      revokedAt: null,
      rotatedAt: clock.at(0),
      previousSecretEndsAt: clock.at(DAY_MS),
    });
    expect(newer).toMatch(new RegExp(`^dr_${id}_[0-9A-Za-z]{46}$`));
    expect(newer).not.toBe(secret);
    expect([await refusalOf(secret), await refusalOf(newer)]).toEqual([null, null]);
    clock.advance(DAY_MS - 1);
    expect(await refusalOf(secret)).toBeNull();
    clock.advance(1);
    expect(await refusalOf(secret)).toMatch(REPLACED);
    expect(await refusalOf(newer)).toBeNull();
  });

  it("leaves what the key recorded under its name, and takes its retries with the new secret", async () => {
    const { id, secret } = await newKey();
    const input = disclosureInput({ id: idOf(clock.at(0)), occurredAt: clock.at(0) });
    await apiOf(server.url, secret).request(RECORD, { input });
    const { secret: newer } = await rotate(id, "PT0S");
    const again = await apiOf(server.url, newer).request(RECORD, { input });
    expect(again).toMatchObject({ recordDisclosure: { created: false } });
    const { disclosure } = await server.admin.request<{ disclosure: { recordedBy: string } }>(
      "query Read($id: UUID!) { disclosure(id: $id) { recordedBy } }",
      { id: input.id },
    );
    expect(disclosure.recordedBy).toBe("A partner");
  });

  it.each([
    ["PT12H", DAY_MS / 2],
    ["P30D", 30 * DAY_MS],
    [null, DAY_MS],
  ])("with the grace period %s says until when the earlier secret works", async (gracePeriod, ms) => {
    const { id } = await newKey();
    const { apiKey } = await rotate(id, gracePeriod);
    expect(apiKey.previousSecretEndsAt).toBe(clock.at(ms));
  });

  it("with no grace period ends at once every secret but the new one, though it was just used", async () => {
    const { id, secret } = await newKey();
    const { secret: second } = await rotate(id, "P7D");
    expect([await refusalOf(secret), await refusalOf(second)]).toEqual([null, null]);
    const { apiKey, secret: third } = await rotate(id, "PT0S");
    expect(apiKey.previousSecretEndsAt).toBe(clock.at(0));
    expect(await refusalOf(secret)).toMatch(REPLACED);
    expect(await refusalOf(second)).toMatch(REPLACED);
    expect(await refusalOf(third)).toBeNull();
  });

  it("gives a third secret only when the first has ended, which a longer grace period does not prolong", async () => {
    const { id, secret } = await newKey();
    const { secret: second } = await rotate(id, "PT1H");
    const [refused] = await server.admin.errorsOf(ROTATE_KEY, { input: { id } });
    expect(refused!.extensions).toEqual({ code: "CONFLICT", fields: ["id"] });
    expect(refused!.message).toContain(`works until ${clock.at(60 * MINUTE_MS)}`);
    clock.advance(60 * MINUTE_MS);
    const { secret: third } = await rotate(id, "P30D");
    expect(await refusalOf(secret)).toMatch(REPLACED);
    expect([await refusalOf(second), await refusalOf(third)]).toEqual([null, null]);
  });

  it("can rotate the key that asks for it", async () => {
    const { id, secret } = await newKey({ role: "ADMIN" });
    const { secret: newer } = await rotate(id, "PT0S", apiOf(server.url, secret));
    expect([await refusalOf(newer), await refusalOf(secret)]).toEqual([
      null,
      expect.stringMatching(REPLACED),
    ]);
  });

  it("does not revive a key that is revoked afterwards, by none of its secrets", async () => {
    const { id, secret } = await newKey();
    const { secret: newer } = await rotate(id);
    await server.admin.request(REVOKE_KEY, { id });
    for (const each of [secret, newer]) expect(await refusalOf(each)).toMatch(/was revoked/);
  });

  it("does not move the end of a key", async () => {
    const { id } = await newKey({ expiresAt: clock.at(MINUTE_MS) });
    const { secret } = await rotate(id);
    clock.advance(MINUTE_MS);
    expect(await refusalOf(secret)).toMatch(/has expired/);
  });
});

describe("A secret ended on another process", () => {
  it("works no longer after a few seconds, and the new one works at once", async () => {
    const dataSource = await createDataSource({ url: server.database.apiUrl, entities }).initialize();
    const other = await startApp(dataSource, { clock }, server.admin.key);
    try {
      const { id, secret } = await newKey();
      expect(await refusalOf(secret, other.url)).toBeNull();
      const { secret: newer } = await rotate(id, "PT0S");
      expect(await refusalOf(secret)).toMatch(REPLACED);
      expect(await refusalOf(newer, other.url)).toBeNull();
      const since = performance.now();
      while ((await refusalOf(secret, other.url)) === null && performance.now() - since < 8_000) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(await refusalOf(secret, other.url)).toMatch(REPLACED);
      expect(performance.now() - since).toBeLessThan(7_000);
    } finally {
      await other.app.http.close();
      await dataSource.destroy();
    }
  });
});

describe("The secrets of a rotated key", () => {
  it("are neither stored nor logged, whether they work, have ended or were refused", async () => {
    const { id, secret } = await newKey();
    const { secret: newer } = await rotate(id, "PT0S");
    await refusalOf(secret);
    await refusalOf(newer);
    await server.admin.errorsOf(ROTATE_KEY, { input: { id, gracePeriod: "P31D" } });
    const stored = await dumpRows(server.database.owner);
    expect(stored).toContain(id);
    expect(log).toContain("rotateApiKey");
    for (const text of [secret, newer].map((each) => each.split("_")[2]!)) {
      for (const part of [text, text.slice(0, 20)]) {
        expect(stored).not.toContain(part);
        expect(stored).not.toContain(Buffer.from(part).toString("hex"));
        expect(log).not.toContain(part);
      }
    }
  });
});
