import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { randomBytes } from "node:crypto";
import { handleOf, handlesOf, numberOfHandle } from "../../../src/modules/subjects/core/handle.js";
import type { SubjectNumber } from "../../../src/modules/subjects/core/subject-number.js";

const key = randomBytes(32);
const anyNumber = fc.maxSafeNat().map((number) => number as SubjectNumber);

describe("a handle", () => {
  it("leads back to its number, and to no other", () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (one, other) => {
        expect(numberOfHandle(key, handleOf(key, one))).toBe(one);
        expect(handleOf(key, one) === handleOf(key, other)).toBe(one === other);
      }),
    );
  });

  it("is 22 characters that can stand in a URL, and tells nothing of the order of numbers", () => {
    const handles = Array.from({ length: 200 }, (_, number) => handleOf(key, number as SubjectNumber));
    for (const handle of handles) expect(handle).toMatch(/^[A-Za-z0-9_-]{22}$/);
    const prefixes = new Set(handles.map((handle) => handle.slice(0, 6)));
    expect(prefixes.size).toBe(handles.length);
  });

  it("is the same made alone or among others", () => {
    fc.assert(
      fc.property(fc.array(anyNumber, { maxLength: 20 }), (numbers) => {
        expect(handlesOf(key, numbers)).toEqual(numbers.map((number) => handleOf(key, number)));
      }),
    );
  });

  it("is another one under another key, where it means nothing", () => {
    fc.assert(
      fc.property(anyNumber, (number) => {
        const otherKey = randomBytes(32);
        expect(handleOf(otherKey, number)).not.toBe(handleOf(key, number));
        expect(numberOfHandle(otherKey, handleOf(key, number))).toBeNull();
      }),
    );
  });
});

describe("a forged handle", () => {
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  it("is refused when any one character of a real one is changed", () => {
    fc.assert(
      fc.property(anyNumber, fc.nat(21), fc.constantFrom(...ALPHABET), (number, place, character) => {
        const handle = handleOf(key, number);
        fc.pre(handle[place] !== character);
        const forged = handle.slice(0, place) + character + handle.slice(place + 1);
        expect(numberOfHandle(key, forged)).toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });

  it("is refused when it is made of random bytes", () => {
    for (let attempt = 0; attempt < 1_000; attempt += 1) {
      expect(numberOfHandle(key, randomBytes(16).toString("base64url"))).toBeNull();
    }
  });

  it("is refused when it is no handle at all", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40, unit: "binary" }), (text) => {
        expect(numberOfHandle(key, text)).toBeNull();
      }),
    );
    const handle = handleOf(key, 7 as SubjectNumber);
    for (const text of ["", handle.slice(1), `${handle}A`, `${handle}==`, ` ${handle}`, `${handle}\n`]) {
      expect(numberOfHandle(key, text)).toBeNull();
    }
  });
});
