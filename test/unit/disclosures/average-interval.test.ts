import { describe, expect, it } from "@jest/globals";
import { averageInterval } from "../../../src/modules/disclosures/core/average-interval.js";

const first = new Date("2026-03-01T10:00:00Z");
const later = (seconds: number) => new Date(first.getTime() + seconds * 1_000);
const DAY = 86_400;

describe("How often disclosures alike were made", () => {
  it.each<[string, number, number, string | null]>([
    ["one alone has no interval", 0, 1, null],
    ["two at the same moment", 0, 2, "PT0S"],
    ["two a day apart", DAY, 2, "P1D"],
    ["three over two days", 2 * DAY, 3, "P1D"],
    ["three over five days", 5 * DAY, 3, "P2DT12H"],
    ["four over an hour", 3_600, 4, "PT20M"],
    ["a length of every unit", DAY + 3_600 + 60 + 1, 2, "P1DT1H1M1S"],
    ["days and seconds alone", DAY + 1, 2, "P1DT1S"],
    ["rounded to the second", 100, 4, "PT33S"],
  ])("%s", (_case, seconds, count, expected) => {
    expect(averageInterval(first, later(seconds), count)).toBe(expected);
  });
});
