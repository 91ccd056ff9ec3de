import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { didYouMean, nearestKey } from "../../../src/modules/datamap/core/nearest-key.js";

const KNOWN = ["example_bank", "example_courier", "identification", "identification.email", "usage"];

describe("the nearest known key", () => {
  it.each([
    ["example_bnk", "example_bank"],
    ["Example_Bank", "example_bank"],
    [" example_bank ", "example_bank"],
    ["email", "identification.email"],
    ["identification.emial", "identification.email"],
    ["identifikation", "identification"],
    ["courier", undefined],
    ["something_else", undefined],
    ["", undefined],
    ["x", undefined],
  ])("of %j is %j", (written, nearest) => {
    expect(nearestKey(written, KNOWN)).toBe(nearest);
  });

  it("is not looked for where the input is too long to be a slip", () => {
    expect(nearestKey("e".repeat(10_000), ["e".repeat(10_000)])).toBeUndefined();
  });

  it("is a known key itself, whatever is known", () => {
    const key = fc.stringMatching(/^[a-z][a-z0-9_]{1,30}$/);
    fc.assert(
      fc.property(fc.uniqueArray(key, { minLength: 1 }), fc.nat(), (known, index) => {
        const written = known[index % known.length]!;
        expect(nearestKey(written, known)).toBe(written);
      }),
    );
  });
});

it("a message without a near key ends without a suggestion", () => {
  expect(didYouMean("example_bnk", KNOWN)).toBe(' Did you mean "example_bank"?');
  expect(didYouMean("something_else", KNOWN)).toBe("");
});
