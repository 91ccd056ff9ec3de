import { describe, expect, it } from "@jest/globals";
import type { ApiKeyRow } from "../../../src/modules/access/api-key-row.js";
import { graceMsOf, refusalOfRotation } from "../../../src/modules/access/core/secret-rotation.js";

const HOUR_MS = 3_600_000;
const NOW = new Date("2026-03-01T10:00:00Z");
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe("a grace period", () => {
  it.each([
    ["P1D", 24],
    ["PT0S", 0],
    ["P0D", 0],
    ["PT12H", 12],
    ["P1DT12H", 36],
    ["PT90M", 1.5],
    ["PT36S", 0.01],
    ["P4W", 28 * 24],
    ["P30D", 30 * 24],
    ["PT720H", 30 * 24],
  ])("of %s is %d hours", (period, hours) => {
    expect(graceMsOf(period)).toBe(hours * HOUR_MS);
  });

  it.each([
    "P30DT1S",
    "P5W",
    "PT999999999S",
    "P1M",
    "P1Y",
    "P1DT",
    "P",
    "PT",
    "PT0.5H",
    "P1W2D",
    "-PT1H",
    "pt1h",
    "",
    "a day",
  ])("is not %j", (period) => {
    expect(graceMsOf(period)).toBeNull();
  });
});

describe("a key", () => {
  const key: ApiKeyRow = {
    id: "abcdefghijkl",
    name: "A partner",
    role: "INTEGRATION",
    recipients: [],
    purposes: null,
    createdAt: later(-HOUR_MS),
    createdBy: null,
    expiresAt: null,
    revokedAt: null,
    secretNumber: 1,
    rotatedAt: null,
    previousSecretEndsAt: null,
    allowedAddresses: null,
    trustedDocuments: null,
    lastUsedAt: null,
  };

  it("can be rotated while one secret works, also where an end is stated or an earlier secret has ended", () => {
    for (const each of [key, { ...key, expiresAt: later(1) }, { ...key, previousSecretEndsAt: NOW }]) {
      expect(refusalOfRotation(each, HOUR_MS, NOW)).toBeNull();
    }
  });

  it("cannot be given a third secret that works, but can be left with a new one alone", () => {
    const rotated = { ...key, previousSecretEndsAt: later(1) };
    expect(refusalOfRotation(rotated, HOUR_MS, NOW)).toContain("until 2026-03-01T10:00:00.001Z");
    expect(refusalOfRotation(rotated, 0, NOW)).toBeNull();
  });

  it.each([
    ["was revoked", { revokedAt: later(-1) }, /revoked/],
    ["has expired", { expiresAt: NOW }, /expired/],
  ])("that %s cannot be rotated, not even at once", (_, changes, reason) => {
    expect(refusalOfRotation({ ...key, ...changes }, 0, NOW)).toMatch(reason);
  });
});
