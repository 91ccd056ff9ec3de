import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { randomBytes } from "node:crypto";
import { seal, unseal } from "../../../src/platform/sealed-text.js";

const key = randomBytes(32);
const anyBinding = fc.string({ unit: "grapheme" });
const anyText = fc.string({ minLength: 1, maxLength: 256, unit: "grapheme" });

describe("a sealed text", () => {
  it("opens for the row it was sealed for", () => {
    fc.assert(
      fc.property(anyBinding, anyText, (binding, text) => {
        expect(unseal(key, binding, seal(key, binding, text))).toBe(text);
      }),
    );
  });

  it("does not open once it was moved to another row", () => {
    fc.assert(
      fc.property(anyBinding, anyBinding, anyText, (binding, other, text) => {
        fc.pre(binding !== other);
        const sealed = seal(key, binding, text);
        expect(() => unseal(key, other, sealed)).toThrow();
      }),
    );
  });

  it("does not open under another key", () => {
    const sealed = seal(key, "subject 1", "ann");
    expect(() => unseal(randomBytes(32), "subject 1", sealed)).toThrow();
  });

  it("does not open when one bit of it was changed, or any of it cut off", () => {
    const binding = "subject 12";
    const sealed = seal(key, binding, "870101300123");
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => unseal(key, binding, changed)).toThrow();
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => unseal(key, binding, sealed.subarray(0, length))).toThrow();
    }
  });

  it("shows neither the text nor whether two are the same", () => {
    const [one, other] = [seal(key, "subject 1", "ann-870101"), seal(key, "subject 1", "ann-870101")];
    expect(one.equals(other)).toBe(false);
    expect(one.subarray(0, 12).equals(other.subarray(0, 12))).toBe(false);
    expect(one.includes("ann")).toBe(false);
  });
});
