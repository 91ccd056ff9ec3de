import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  commitmentTo,
  commitToFreeText,
  problemOfFreeText,
} from "../../../src/platform/erasable-text/free-text.js";

describe("commitToFreeText", () => {
  it("makes a row for each text there is, and commits to each in the fact", () => {
    const { rows, commitments } = commitToFreeText("a fact", {
      note: "Zo\u00eb",
      source: undefined,
      reason: "r",
    });
    expect(rows.map(({ factId, field, body }) => [factId, field, body])).toEqual([
      ["a fact", "note", "Zo\u00eb"],
      ["a fact", "reason", "r"],
    ]);
    expect(commitments).toEqual({ note: commitmentTo(rows[0]!), reason: commitmentTo(rows[1]!) });
  });

  it("commits to nothing where there is no text", () => {
    expect(commitToFreeText("a fact", { note: undefined })).toEqual({ rows: [], commitments: null });
  });

  it("salts each text anew, so that equal texts cannot be told from their commitments", () => {
    const hashes = Array.from({ length: 20 }, () => {
      const { rows, commitments } = commitToFreeText("a fact", { note: "same", source: "same" });
      for (const { salt } of rows) expect(salt).toHaveLength(16);
      return Object.values(commitments!);
    }).flat();
    expect(new Set(hashes).size).toBe(40);
  });
});

describe("commitmentTo", () => {
  // Calculated apart from the program: a ledger written by an earlier release must still verify.
  it("is SHA-256 over the salt, the field's name, a zero and the text in UTF-8", () => {
    const salt = Buffer.from(Array.from({ length: 16 }, (_, index) => index));
    expect(commitmentTo({ field: "note", body: "Zo\u00eb", salt })).toBe(
      "f64a8f4cbd8d186f8e767a89a32d18add0d5e53cf62901fed6e5e5b45f58e8db",
    );
  });

  it("proves that a text was not changed, and that it was of this field", () => {
    const salt = Buffer.alloc(16, 7);
    fc.assert(
      fc.property(fc.string(), fc.string(), (body, other) => {
        const commitment = commitmentTo({ field: "note", body, salt });
        expect(commitmentTo({ field: "note", body: other, salt }) === commitment).toBe(body === other);
        expect(commitmentTo({ field: "source", body, salt })).not.toBe(commitment);
      }),
    );
  });
});

describe("problemOfFreeText", () => {
  it("takes any text that can be stored as it is, lines and all", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 50, unit: "grapheme" }), (text) => {
        fc.pre(!text.includes("\0"));
        expect(problemOfFreeText(text, 500)).toBeNull();
      }),
    );
    expect(problemOfFreeText("one\ntwo\tthree \u{1f600}", 50)).toBeNull();
    expect(problemOfFreeText("x".repeat(50), 50)).toBeNull();
  });

  it.each([
    ["x".repeat(51), "Use at most 50 characters."],
    ["a\0b", "Leave out the character U+0000."],
    ["a\ud800b", "Send valid Unicode text."],
  ])("refuses %j", (text, expected) => {
    expect(problemOfFreeText(text, 50)).toBe(expected);
  });
});
