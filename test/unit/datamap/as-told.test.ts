import { describe, expect, it } from "@jest/globals";
import { asTold } from "../../../src/modules/datamap/core/as-told.js";
import { changed, refusalOf } from "./expect-problem.js";

describe("a message about a data map", () => {
  it.each(["example_curier", "identification.home_address", "TECNICAL", "Asia/Almaty", "KX", "law_2013_94"])(
    "repeats %s, a slip that has to be found",
    (word) => expect(asTold(word)).toBe(word),
  );

  it.each([
    "",
    "870101300123",
    "user_870101300123",
    "ann@example.kz",
    "+77011234567",
    "Ann Lee",
    "'; DROP TABLE disclosure; --",
    "two\nlines",
    "k".repeat(101),
  ])("does not repeat %j, which may be somebody's reference", (text) => expect(asTold(text)).toBe("…"));

  const REFERENCE = "user_870101300123";
  it.each([
    changed("key: forbidden,", `key: ${REFERENCE}, ${REFERENCE}: x,`),
    changed("key: forbidden,", "key: 870101300123,"),
    changed("kind: TECHNICAL", `kind: ${REFERENCE}`),
    changed("kind: TECHNICAL", "kind: 870101300123"),
    changed("country: KZ", `country: ${REFERENCE}`),
    changed("formatVersion: 1", "formatVersion: 870101300123"),
    changed("formatVersion: 1", "formatVersion: 0.870101300123"),
    changed("{ number: 1,", "{ number: -870101300123,"),
    changed("{ code: KZ, name: Kazakhstan }", `{ code: KZ, name: !${REFERENCE} Kazakhstan }`),
    changed("formatVersion: 1", `%${REFERENCE}\n--- \nformatVersion: 1`),
    changed("formatVersion: 1", `formatVersion: 1\nx: *${REFERENCE}`),
    changed("formatVersion: 1", `formatVersion: 1\nx: | ${REFERENCE}`),
    changed("formatVersion: 1", `formatVersion: 1\n${REFERENCE}`),
    changed("formatVersion: 1", `formatVersion: 1\n] ${REFERENCE}`),
    changed("formatVersion: 1", `formatVersion: 1\nx: "\\x${REFERENCE}"`),
  ])("repeats no long number that stands in the document, whatever is wrong with it (%#)", (text) => {
    expect(refusalOf(text).message).not.toMatch(/870101/);
  });
});
