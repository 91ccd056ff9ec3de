import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { randomBytes } from "node:crypto";
import { seal, unseal } from "../../../src/modules/subjects/core/seal.js";
import type { SubjectNumber } from "../../../src/modules/subjects/core/subject-number.js";

const key = randomBytes(32);
const anyNumber = fc.maxSafeNat().map((number) => number as SubjectNumber);
const anyReference = fc.string({ minLength: 1, maxLength: 256, unit: "grapheme" });

describe("a sealed reference", () => {
  it("opens for the number it was sealed for", () => {
    fc.assert(
      fc.property(anyNumber, anyReference, (number, reference) => {
        expect(unseal(key, number, seal(key, number, reference))).toBe(reference);
      }),
    );
  });

  it("does not open once it was moved to another number", () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, anyReference, (number, other, reference) => {
        fc.pre(number !== other);
        const sealed = seal(key, number, reference);
        expect(() => unseal(key, other, sealed)).toThrow();
      }),
    );
  });

  it("does not open under another key", () => {
    const sealed = seal(key, 1 as SubjectNumber, "ann");
    expect(() => unseal(randomBytes(32), 1 as SubjectNumber, sealed)).toThrow();
  });

  it("does not open when one bit of it was changed, or any of it cut off", () => {
    const number = 12 as SubjectNumber;
    const sealed = seal(key, number, "870101300123");
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => unseal(key, number, changed)).toThrow();
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => unseal(key, number, sealed.subarray(0, length))).toThrow();
    }
  });

  it("shows neither the reference nor whether two are the same", () => {
    const [one, other] = [
      seal(key, 1 as SubjectNumber, "ann-870101"),
      seal(key, 1 as SubjectNumber, "ann-870101"),
    ];
    expect(one.equals(other)).toBe(false);
    expect(one.subarray(0, 12).equals(other.subarray(0, 12))).toBe(false);
    expect(one.includes("ann")).toBe(false);
  });
});
