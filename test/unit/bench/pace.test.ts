import { describe, expect, it } from "@jest/globals";
import { Pace } from "../../../bench/load/pace.js";

describe("the pace of a load", () => {
  it("spreads the calls of several callers evenly over the time", async () => {
    const startedAt = performance.now();
    const pace = new Pace(startedAt, 200);
    const made: number[] = [];
    const caller = async () => {
      for (let call = 0; call < 5; call += 1) {
        await pace.turn();
        made.push(performance.now() - startedAt);
      }
    };
    await Promise.all([caller(), caller(), caller(), caller()]);
    // A timer may fire up to a millisecond early.
    made.forEach((at, call) => expect(at).toBeGreaterThanOrEqual(call * 5 - 1));
  });

  it("lets calls that were held up catch up at once", async () => {
    const startedAt = performance.now() - 1_000;
    const pace = new Pace(startedAt, 100);
    const before = performance.now();
    for (let call = 0; call < 100; call += 1) await pace.turn();
    expect(performance.now() - before).toBeLessThan(500);
  });
});
