import { describe, expect, it } from "@jest/globals";
import { parseDataMapDocument } from "../../../src/modules/datamap/data-map-document.parser.js";
import {
  compareMeaning,
  type MeaningPart,
} from "../../../src/modules/published-policy/core/compare-meaning.js";
import { EXAMPLE, replaced, withCourier, withNewPurpose } from "../../support/example-map.js";

const read = (text: string) => parseDataMapDocument(text, "test");
const example = read(EXAMPLE);

/** `purposes added research`, of everything that differs. */
function told(before: string, after: string): string[] {
  const meaning = compareMeaning(read(before), read(after));
  return (Object.keys(meaning) as MeaningPart[]).flatMap((part) =>
    (["added", "gone", "changed"] as const).flatMap((what) =>
      meaning[part][what].map(({ key }) => `${part} ${what} ${key}`),
    ),
  );
}

const retired = (list: string, key: string) =>
  replaced(
    EXAMPLE,
    new RegExp(`(${list}:\\n(?:.*\\n)*? {2}- key: ${key}\\n)`),
    "$1    retiredOn: 2026-05-01\n    replacedBy: marketing\n",
  );

describe("Comparing what two data maps mean", () => {
  it.each([
    ["nothing", EXAMPLE, EXAMPLE, []],
    ["a purpose more", EXAMPLE, withNewPurpose(), ["purposes added research"]],
    ["a purpose that was not there yet", withNewPurpose(), EXAMPLE, ["purposes gone research"]],
    ["a retired purpose", EXAMPLE, retired("purposes", "statistics"), ["purposes gone statistics"]],
    ["a purpose used again", retired("purposes", "statistics"), EXAMPLE, ["purposes added statistics"]],
    ["another name", EXAMPLE, withCourier("Other"), ["recipients changed example_courier"]],
    [
      "another controller",
      EXAMPLE,
      replaced(EXAMPLE, "name: EDTECH EDCRUNCH LLP", "name: Other"),
      ["others changed controller"],
    ],
    [
      "a rule",
      EXAMPLE,
      replaced(
        EXAMPLE,
        "  - key: marketing_by_advertiser\n",
        "  - key: marketing_by_advertiser\n    validTo: 2027-01-01\n",
      ),
      ["sharingRules changed marketing_by_advertiser"],
    ],
  ])("tells %s", (_case, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });

  it("says nothing of versions that are merely listed", () => {
    const { policyVersions } = example;
    const more = { ...policyVersions[0]!, number: 2, effectiveFrom: "2027-01-01" };
    const meaning = compareMeaning(example, { ...example, policyVersions: [...policyVersions, more] });
    expect(
      Object.values(meaning).flatMap(({ added, gone, changed }) => [...added, ...gone, ...changed]),
    ).toEqual([]);
  });
});
