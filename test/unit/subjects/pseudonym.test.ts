import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { randomBytes } from "node:crypto";
import { digestOfSet, pseudonymOf } from "../../../src/modules/subjects/core/pseudonym.js";
import { Keyring } from "../../../src/platform/keyring.js";

const key = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
const anyReference = fc.string({ minLength: 1, maxLength: 64, unit: "grapheme" });

describe("pseudonymOf", () => {
  // Calculated apart from the program: with another value every recorded user would be lost.
  it("is HMAC-SHA-256 over the reference in UTF-8, cut to 128 bits", () => {
    expect(pseudonymOf(key, "Zo\u00eb")).toBe("895eaa5b6ad2cd8a4aadf561368adafa");
  });

  it("takes its key from the registry's secret by HKDF-SHA-256", () => {
    const keyring = new Keyring("a secret of the tests, long enough to be taken for one");
    const derived = keyring.derive("pseudonym/v1");
    expect(derived.toString("hex")).toBe("a6f8cc562f664c5820236a093732a0cfc4fc6bcc11cdd74a70939c3dd63124c1");
    expect(pseudonymOf(derived, "user-1")).toBe("7b3935d01838a6331482264bf6e510ed");
  });

  it("is the same for the same reference, another for any other, and another under another key", () => {
    fc.assert(
      fc.property(anyReference, anyReference, (one, other) => {
        expect(pseudonymOf(key, one)).toBe(pseudonymOf(key, one));
        expect(pseudonymOf(key, one) === pseudonymOf(key, other)).toBe(one === other);
        expect(pseudonymOf(randomBytes(32), one)).not.toBe(pseudonymOf(key, one));
      }),
    );
  });
});

describe("digestOfSet", () => {
  const pseudonymsOf = (references: readonly string[]) =>
    references.map((reference) => pseudonymOf(key, reference));

  it("is HMAC-SHA-256 over the sorted pseudonyms, cut to 128 bits", () => {
    expect(digestOfSet(key, pseudonymsOf(["bob", "ann"])).toString("hex")).toBe(
      "1884970646f8b2a0d418a52804436f75",
    );
  });

  it("depends on who is in the set, never on the order", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyReference, { minLength: 1, maxLength: 20 }),
        fc.nat(),
        (references, seed) => {
          const pseudonyms = pseudonymsOf(references);
          const turn = seed % pseudonyms.length;
          const turned = [...pseudonyms.slice(turn), ...pseudonyms.slice(0, turn)];
          expect(digestOfSet(key, turned)).toEqual(digestOfSet(key, pseudonyms));
          expect(digestOfSet(key, pseudonyms.slice(1))).not.toEqual(digestOfSet(key, pseudonyms));
        },
      ),
    );
  });
});
