import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { normaliseReference, problemOfReference } from "../../../src/modules/subjects/core/reference.js";

describe("normaliseReference", () => {
  it.each([
    ["zoe\u0308", "zo\u00eb"],
    ["\u212b", "\u00c5"],
    ["  870101300123\t\n", "870101300123"],
    ["\u00a0\ufeff\u2003ann\u3000", "ann"],
    ["ann  b", "ann  b"],
    ["", ""],
    [" \n ", ""],
  ])("takes %j for %j", (written, normalised) => {
    expect(normaliseReference(written)).toBe(normalised);
  });

  it("never changes case, and never folds characters that only look alike", () => {
    expect(normaliseReference("Ann")).not.toBe(normaliseReference("ann"));
    expect(normaliseReference("\ufb01n")).not.toBe(normaliseReference("fin"));
    expect(normaliseReference("\u0430nn")).not.toBe(normaliseReference("ann"));
  });

  it("changes nothing the second time, and takes every canonical spelling for the same", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const normalised = normaliseReference(text);
        expect(normaliseReference(normalised)).toBe(normalised);
        expect(normaliseReference(text.normalize("NFD"))).toBe(normalised);
        expect(normaliseReference(` ${text}\n`)).toBe(normalised);
      }),
    );
  });
});

describe("problemOfReference", () => {
  it.each([
    "a",
    "870101300123",
    "ann@example.kz",
    "\u0418\u0432\u0430\u043d \u0418\u0432\u0430\u043d\u043e\u0432",
    "x".repeat(256),
    "\u{1f600}",
  ])("finds none with %j", (reference) => {
    expect(problemOfReference(reference)).toBeNull();
  });

  it.each([
    ["", /must not be empty/],
    ["x".repeat(257), /at most 256 characters/],
    ["a\ud800", /valid Unicode/],
    ["\udc00a", /valid Unicode/],
    ["a\u0000b", /control characters/],
    ["a\nb", /control characters/],
    ["a\u007fb", /control characters/],
  ])("says what is wrong with %j", (reference, expected) => {
    expect(problemOfReference(reference)).toMatch(expected);
  });

  it("never repeats the reference", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: "binary" }), (around) => {
        expect(problemOfReference(`${around}\u0001marked`) ?? "").not.toContain("marked");
      }),
    );
  });
});
