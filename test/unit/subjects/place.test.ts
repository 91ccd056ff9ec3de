import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { numberAt, placeOf } from "../../../src/modules/subjects/core/place.js";
import type { SubjectNumber } from "../../../src/modules/subjects/index.js";

/** The store keeps the segment in 32 bits with sign, and the slot in 12 of 16. */
const NUMBER_MAX = 2 ** 31 * 4_096 - 1;
const anyNumber = fc.integer({ min: 0, max: NUMBER_MAX }).map((number) => number as SubjectNumber);

describe("the place of a user's number", () => {
  it("leads back to the number, and fits its columns", () => {
    fc.assert(
      fc.property(anyNumber, (number) => {
        const place = placeOf(number);
        expect(numberAt(place)).toBe(number);
        expect(place.slot).toBeGreaterThanOrEqual(0);
        expect(place.slot).toBeLessThan(4_096);
        expect(place.segment).toBeGreaterThanOrEqual(0);
        expect(place.segment).toBeLessThan(2 ** 31);
      }),
    );
  });

  it("stands in the order of numbers, so that pages can be read by place", () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (one, other) => {
        const [a, b] = [placeOf(one), placeOf(other)];
        const order = Math.sign(a.segment - b.segment) || Math.sign(a.slot - b.slot);
        expect(order).toBe(Math.sign(one - other));
      }),
    );
  });

  it.each([
    [0, 0, 0],
    [4_095, 0, 4_095],
    [4_096, 1, 0],
    [1_000_000, 244, 576],
    [NUMBER_MAX, 2 ** 31 - 1, 4_095],
  ])("of %d is segment %d, slot %d", (number, segment, slot) => {
    expect(placeOf(number as SubjectNumber)).toEqual({ segment, slot });
  });
});
