import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { compareTexts, type TextChange } from "../../../src/modules/published-policy/core/compare-texts.js";

const MARKS = { KEPT: "", REMOVED: "-", ADDED: "+" } as const;
const written = ({ lineBefore, lineAfter, passages }: TextChange) => [
  lineBefore,
  lineAfter,
  passages.map(({ kind, text }) => (kind === "KEPT" ? text : `${MARKS[kind]}[${text}]`)).join(""),
];
const changes = (before: string, after: string) => compareTexts(before, after).changes.map(written);

describe("Comparing two texts", () => {
  it.each([
    ["nothing", "Same.\n\nToo.", "Same.\n\nToo.", []],
    [
      "one word",
      "We keep your data.\nAlways.",
      "We sell your data.\nAlways.",
      [[1, 1, "We -[keep ]+[sell ]your data."]],
    ],
    ["a mark", "E-mail, name", "E-mail; name", [[1, 1, "E-mail-[, ]+[; ]name"]]],
    ["a new paragraph", "One.\n\nTwo.", "One.\n\nMore.\n\nTwo.", [[null, 3, "+[More.]"]]],
    ["a paragraph gone", "One.\nMore.\nTwo.", "One.\nTwo.", [[2, null, "-[More.]"]]],
    ["everything", "", "All.", [[null, 1, "+[All.]"]]],
    [
      "two places",
      "A one.\nSame.\nB two.",
      "A 1.\nSame.\nB 2.",
      [
        [1, 1, "A -[one]+[1]."],
        [3, 3, "B -[two]+[2]."],
      ],
    ],
    ["Cyrillic words whole", "Мы храним данные", "Мы храним даты", [[1, 1, "Мы храним -[данные]+[даты]"]]],
    [
      "Kazakh words whole",
      "Біз деректерді сақтаймыз",
      "Біз деректі сақтаймыз",
      [[1, 1, "Біз -[деректерді ]+[деректі ]сақтаймыз"]],
    ],
    [
      "letters with marks of their own",
      "cafe\u0301 a",
      "cafe\u0300 a",
      [[1, 1, "-[cafe\u0301 ]+[cafe\u0300 ]a"]],
    ],
    ["a picture that takes two code units", "a 😀", "a 😁", [[1, 1, "a -[😀]+[😁]"]]],
  ])("tells what differs: %s", (_case, before, after, expected) => {
    expect(changes(before, after)).toEqual(expected);
    expect(compareTexts(before, after).isComparedInFull).toBe(true);
  });

  it.each([
    ["other ends of lines", "a b\r\nc", "a b\nc"],
    ["other spaces", "a  b\n\n\nc ", "  a\tb\nc\n"],
    ["other breaks of lines", "One two\nthree four.", "One\ntwo three four."],
  ])("takes %s for no difference", (_case, before, after) => {
    expect(changes(before, after)).toEqual([]);
  });

  it("lets both texts be put together again, word by word", () => {
    const text = fc
      .array(fc.constantFrom("the ", "data ", "деректер", ". ", "\n", "\n\n", "e-mail", ", ", "x"), {
        maxLength: 40,
      })
      .map((parts) => parts.join(""));
    const packed = (said: string) => said.replace(/\s/g, "");
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { changes: found } = compareTexts(before, after);
        for (const { lineBefore, lineAfter, passages } of found) {
          for (const [whole, line, own] of [
            [before, lineBefore, "REMOVED"],
            [after, lineAfter, "ADDED"],
          ] as const) {
            const rest = line === null ? [] : whole.split("\n").slice(line - 1);
            const said = passages.filter(({ kind }) => kind === own || kind === "KEPT");
            expect(packed(rest.join("")).startsWith(packed(said.map((each) => each.text).join("")))).toBe(
              true,
            );
          }
        }
        if (found.length === 0) expect(packed(before)).toBe(packed(after));
        if (packed(before) !== packed(after)) expect(found).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("Comparing texts that have little in common", () => {
  const lines = (count: number, line: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => line(index)).join("\n");

  it("shows the words whole that are too many to compare, between what both have at their ends", () => {
    const [before, after] = ["a", "b"].map(
      (word) => `Head.\n${lines(1_100, (index) => `${word}${index}`)}\nTail.`,
    );
    const compared = compareTexts(before!, after!);
    expect(compared.isComparedInFull).toBe(false);
    expect(
      compared.changes.map(({ lineBefore, passages }) => [lineBefore, passages.map(({ kind }) => kind)]),
    ).toEqual([[2, ["REMOVED", "ADDED"]]]);
    expect(compared.changes[0]!.passages[1]!.text).toMatch(/^b0\n[^]*\nb1099$/);
  });

  it("stops comparing words once that has become too costly, and says so", () => {
    const [before, after] = ["a", "b"].map((word) =>
      lines(
        9,
        (index) => `Same ${index}.\n${Array.from({ length: 300 }, (_, at) => `${word}${at}`).join(" ")}`,
      ),
    );
    const compared = compareTexts(before!, after!);
    expect(compared.isComparedInFull).toBe(false);
    expect(compared.changes).toHaveLength(9);
  });

  it("cuts no passage into words that is too long for it", () => {
    const [before, after] = ["one", "other"].map((word) => `${"Some words. ".repeat(9_000)}${word}`);
    const { changes: found, isComparedInFull } = compareTexts(before!, after!);
    expect(isComparedInFull).toBe(false);
    expect(found.map(({ passages }) => passages.map(({ kind }) => kind))).toEqual([["REMOVED", "ADDED"]]);
  });

  it("takes no longer for the longest texts there can be", () => {
    const [before, after] = ["a", "b"].map((word) => lines(70_000, (index) => `${word} ${index} data.`));
    const started = performance.now();
    expect(compareTexts(before!, after!).isComparedInFull).toBe(false);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
