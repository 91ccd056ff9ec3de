import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { randomBytes } from "node:crypto";
import {
  hashOfToken,
  isKeyId,
  isMistyped,
  newApiKey,
  newKeyId,
} from "../../../src/modules/access/core/api-key-format.js";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

describe("A new API key", () => {
  it("is recognised by its prefix, names its id, and passes its own check", () => {
    for (let round = 0; round < 100; round += 1) {
      const { id, token } = newApiKey();
      expect(token).toMatch(/^dr_[0-9A-Za-z]{12}_[0-9A-Za-z]{46}$/);
      expect(token.split("_")[1]).toBe(id);
      expect(isKeyId(id)).toBe(true);
      expect(isMistyped(token)).toBe(false);
    }
  });

  it("is never one that was made before", () => {
    const tokens = Array.from({ length: 1_000 }, newApiKey);
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(1_000);
    expect(new Set(tokens.map(({ id }) => id)).size).toBe(1_000);
  });

  it("uses all 62 characters alike", () => {
    const counts = new Map<string, number>();
    const text = Array.from({ length: 2_000 }, newKeyId).join("");
    for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual([...ALPHABET].sort());
    // 24,000 draws: 387 of each are expected, with a standard deviation below 20.
    for (const count of counts.values()) expect(Math.abs(count - 24_000 / 62)).toBeLessThan(130);
  });
});

describe("A mistyped key", () => {
  it("is told from an unknown one whichever character is another", () => {
    const { token } = newApiKey();
    const place = fc.integer({ min: 3, max: token.length - 1 }).filter((index) => token[index] !== "_");
    fc.assert(
      fc.property(place, fc.constantFrom(...ALPHABET), (index, character) => {
        fc.pre(token[index] !== character);
        expect(isMistyped(token.slice(0, index) + character + token.slice(index + 1))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("is told also where characters are missing, too many, or in other letters' case", () => {
    const { token } = newApiKey();
    for (const wrong of [
      token.slice(0, -1),
      `${token}0`,
      token.slice(0, 15) + "-" + token.slice(16),
      `dr_${token}`,
      "dr_",
      token.toUpperCase().replace("DR_", "dr_"),
    ]) {
      expect(isMistyped(wrong)).toBe(true);
    }
  });

  it("is not seen in a key that does not claim to be ours", () => {
    for (const other of ["", "an-administrators-own-key", "ghp_0123", "eyJhbGciOiJIUzI1NiJ9.e30.x"])
      expect(isMistyped(other)).toBe(false);
  });
});

describe("The hash of a key", () => {
  it("depends on the key and on the registry's secret, and shows neither", () => {
    const [one, other] = [randomBytes(32), randomBytes(32)];
    const { token } = newApiKey();
    const hash = hashOfToken(one, token);
    expect(hash).toHaveLength(32);
    expect(hashOfToken(one, token)).toEqual(hash);
    expect(hashOfToken(other, token)).not.toEqual(hash);
    expect(hashOfToken(one, newApiKey().token)).not.toEqual(hash);
  });
});

describe("The id of a key", () => {
  it.each([
    "",
    "short",
    "0123456789abc",
    "0123456789a_",
    "0123456789a\u0000",
    "0123456789a\n",
    "ÄÄÄÄÄÄÄÄÄÄÄÄ",
  ])("is not %j", (text) => {
    expect(isKeyId(text)).toBe(false);
  });
});
