import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { DataMapSnapshot } from "../../../src/modules/datamap/index.js";
import { parseDataMapDocument } from "../../../src/modules/datamap/data-map-document.parser.js";
import { affectedOf, categoriesConcerned } from "../../../src/modules/rights/core/affected-categories.js";
import { EXAMPLE } from "../../support/example-map.js";

const map = new DataMapSnapshot({
  number: 1,
  effectiveFrom: null,
  appliedAt: new Date(0),
  appliedBy: "test",
  message: "",
  document: parseDataMapDocument(EXAMPLE, "example.yaml"),
});
const keys = map.categories.map(({ key }) => key);
const isUnder = (one: string, other: string) => one === other || one.startsWith(`${other}.`);

describe("the categories that a decision concerns", () => {
  it("are all where none is named", () => {
    expect(categoriesConcerned(map, [])).toBeNull();
  });

  it("are the one named, what lies under it and what it lies under", () => {
    expect(categoriesConcerned(map, ["identification.email"])).toEqual([
      "identification",
      "identification.email",
    ]);
    expect(categoriesConcerned(map, ["identification"])).toEqual(
      keys.filter((key) => isUnder(key, "identification")).sort(),
    );
  });

  it("are by any path of the tree those of which one contains the other", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 4 }), (affected) => {
        const expected = keys.filter((key) =>
          affected.some((each) => isUnder(key, each) || isUnder(each, key)),
        );
        expect(categoriesConcerned(map, affected)).toEqual(expected.sort());
      }),
    );
  });
});

describe("what a recipient holds of the categories affected", () => {
  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ["all it received, where all are", ["usage", "identification"], [], ["identification", "usage"]],
    [
      "the element, where it received that",
      ["identification.email"],
      ["identification"],
      ["identification.email"],
    ],
    [
      "the element, where it received the group",
      ["identification"],
      ["identification.email"],
      ["identification.email"],
    ],
    [
      "each once",
      ["identification", "identification.email"],
      ["identification.email"],
      ["identification.email"],
    ],
    ["nothing of a neighbour", ["identification.email_address"], ["identification.email"], []],
  ])("is %s", (_case, received, affected, expected) => {
    expect(affectedOf(received, affected)).toEqual(expected);
  });
});
