import { describe, expect, it } from "@jest/globals";
import { lagsOf } from "../../../bench/ledger/lags.js";

const places = new Map([
  ["first", 0],
  ["second", 1],
  ["third", 2],
]);

describe("how long a disclosure waits for its checkpoint", () => {
  it("is told from the first checkpoint that covers its place, in whatever order answers arrived", () => {
    const acknowledged = [
      { id: "third", at: 1_010 },
      { id: "first", at: 1_000 },
      { id: "second", at: 1_020 },
    ];
    const seen = [
      { size: 1, at: 1_100 },
      { size: 3, at: 1_500 },
    ];
    expect(lagsOf(acknowledged, places, seen)).toEqual([100, 480, 490]);
  });

  it("is nothing where the checkpoint was there before the answer", () => {
    expect(lagsOf([{ id: "first", at: 1_000 }], places, [{ size: 1, at: 990 }])).toEqual([0]);
  });

  it.each([
    ["has no place", "fourth"],
    ["is in no checkpoint", "third"],
  ])("cannot be told where one that was acknowledged %s", (what, id) => {
    expect(() => lagsOf([{ id, at: 1_000 }], places, [{ size: 2, at: 1_100 }])).toThrow(what);
  });
});
