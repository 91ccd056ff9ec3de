import { describe, expect, it } from "@jest/globals";
import { csvOf, usersBetween } from "../../../bench/csv.js";
import { randomNumbers, randomSet } from "../../../bench/random-sets.js";

describe("the benchmark's sets of users", () => {
  it.each([
    { count: 5, population: 1_000_000 },
    { count: 400, population: 1_000 },
    { count: 10, population: 10 },
  ])("hold $count different ones of $population, in ascending order", ({ count, population }) => {
    const numbers = randomSet(count, population, randomNumbers(7));
    expect(new Set(numbers).size).toBe(count);
    expect([...numbers].sort((a, b) => a - b)).toEqual(numbers);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(population);
  });

  it("are the same for the same seed, and others for another", () => {
    const setOf = (seed: number) => randomSet(20, 10_000, randomNumbers(seed));
    expect(setOf(1)).toEqual(setOf(1));
    expect(setOf(1)).not.toEqual(setOf(2));
  });

  it("are refused where there are not so many users", () => {
    expect(() => randomSet(11, 10, randomNumbers(1))).toThrow("has no 11 different users");
  });

  it("become a file of one reference a line", () => {
    const lines = Buffer.concat([...csvOf(usersBetween(3, 5_003))])
      .toString()
      .split("\n");
    expect(lines).toHaveLength(5_001);
    expect(lines[0]).toBe("user-000000003@example.com");
    expect(new Set(lines).size).toBe(5_001);
    expect(lines.at(-1)).toBe("");
  });
});
