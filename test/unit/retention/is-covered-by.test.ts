import { describe, expect, it } from "@jest/globals";
import { isCoveredBy } from "../../../src/modules/retention/core/is-covered-by.js";
import { mapWith } from "./sample-rules.js";

const map = mapWith(
  { key: "any" },
  { key: "any_too" },
  { key: "both", purposes: ["marketing", "statistics"] },
  { key: "one", purposes: ["marketing"] },
  { key: "other", purposes: ["legal_obligations"] },
);

describe("Data are gone with others that were destroyed", () => {
  it.each<[destroyed: string, data: string, gone: boolean]>([
    ["any usage", "any usage", true],
    ["any usage", "any usage.pages_viewed", true],
    ["any usage.pages_viewed", "any usage", false],
    ["any usage", "any technical", false],
    ["any usage", "any_too usage", true],
    ["any usage", "one usage", false],
    ["one usage", "any usage", false],
    ["both usage", "one usage", true],
    ["one usage", "both usage", false],
    ["one usage", "other usage", false],
    ["forgotten usage", "one usage", false],
  ])("those of %s: %s is %s", (destroyed, data, gone) => {
    const kept = (text: string) => {
      const [retentionRule, category] = text.split(" ") as [string, string];
      return { retentionRule, category };
    };
    expect(isCoveredBy(kept(destroyed), kept(data), map)).toBe(gone);
  });
});
