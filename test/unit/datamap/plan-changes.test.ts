import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { checkChanges } from "../../../src/modules/datamap/core/check-changes.js";
import type { DataMapDocument } from "../../../src/modules/datamap/core/document.js";
import {
  changesBetween,
  describeChanges,
  saysTheSame,
} from "../../../src/modules/datamap/core/plan-changes.js";
import { touchedSharingRules } from "../../../src/modules/datamap/core/touched-sharing-rules.js";
import { SMALL_MAP, smallMap } from "./small-map.js";
import { parseDataMapDocument } from "../../../src/modules/datamap/data-map-document.parser.js";

function changed(from: string, to: string): DataMapDocument {
  expect(SMALL_MAP).toContain(from);
  return parseDataMapDocument(SMALL_MAP.replace(from, to), "small.yaml");
}

function problemsOf(next: DataMapDocument): string[] {
  return checkChanges(next, changesBetween(smallMap(), next)).map(({ message }) => message);
}

/** Documents made of the small one: entries renamed, retired, left out, moved. */
const variants = fc
  .record({
    names: fc.array(fc.constantFrom("Bank JSC", "Bank", "Other"), { minLength: 3, maxLength: 3 }),
    retiredOn: fc.option(fc.constantFrom("2026-05-01", "2027-01-01"), { nil: undefined }),
    kept: fc.subarray([0, 1, 2]),
    reversed: fc.boolean(),
  })
  .map(({ names, retiredOn, kept, reversed }) => {
    const map = smallMap();
    const recipients = kept.map((index) => ({ ...map.recipients[index]!, name: names[index]! }));
    const [first] = recipients;
    if (first) first.retiredOn = retiredOn;
    return { ...map, recipients: reversed ? recipients.reverse() : recipients };
  });

describe("the changes between two documents", () => {
  it("are none between a document and itself", () => {
    fc.assert(fc.property(variants, (map) => expect(changesBetween(map, structuredClone(map))).toEqual([])));
  });

  it("lead from the one to the other, whatever the order of the entries", () => {
    fc.assert(
      fc.property(variants, variants, (before, after) => {
        const entries = new Map(before.recipients.map((entry) => [entry.key, { ...entry }]));
        for (const { kind, key, fields } of changesBetween(before, after)) {
          if (kind === "REMOVED") entries.delete(key);
          else {
            const stated = Object.fromEntries(fields.map(({ field, after: value }) => [field, value]));
            entries.set(key, { ...entries.get(key), ...stated } as (typeof before.recipients)[number]);
          }
        }
        const expected = new Map(after.recipients.map((entry) => [entry.key, entry]));
        expect([...entries.keys()].sort()).toEqual([...expected.keys()].sort());
        for (const [key, entry] of entries) expect(saysTheSame(entry, expected.get(key))).toBe(true);
      }),
    );
  });

  it("are each other's mirror in the two directions", () => {
    const mirror = {
      ADDED: "REMOVED",
      REMOVED: "ADDED",
      RETIRED: "REINSTATED",
      REINSTATED: "RETIRED",
    } as const;
    fc.assert(
      fc.property(variants, variants, (one, other) => {
        const there = changesBetween(one, other).map(({ kind, key, fields }) => ({
          key,
          kind: kind === "CHANGED" ? kind : mirror[kind],
          fields: fields.map(({ field }) => field).sort(),
        }));
        const back = changesBetween(other, one).map(({ kind, key, fields }) => ({
          key,
          kind,
          fields: fields.map(({ field }) => field).sort(),
        }));
        const byKey = (left: { key: string }, right: { key: string }) => (left.key < right.key ? -1 : 1);
        expect(back.sort(byKey)).toEqual(there.sort(byKey));
      }),
    );
  });

  it("tell what each field said before and says after", () => {
    const next = changed("name: Bank JSC", "name: The Bank, address: Main street");
    expect(changesBetween(smallMap(), next)).toEqual([
      {
        kind: "CHANGED",
        part: "recipients",
        key: "example_bank",
        name: "The Bank",
        fields: [
          { field: "name", before: "Bank JSC", after: "The Bank" },
          { field: "address", before: undefined, after: "Main street" },
        ],
      },
    ]);
  });

  it("reach the controller and the policy versions", () => {
    const next = changed("name: Learning Ltd", "name: Learning LLP");
    next.policyVersions[1]!.title = "Notice";
    expect(describeChanges(changesBetween(smallMap(), next), 5)).toBe(
      'the controller changed (name); policy version "2" changed (title)',
    );
  });

  it("are told in a few words, and the rest counted", () => {
    const next = { ...smallMap(), recipients: [], agreements: [] };
    expect(describeChanges(changesBetween(smallMap(), next), 2)).toBe(
      'recipient "example_hosting" removed; recipient "example_bank" removed; and 2 more',
    );
  });
});

describe("what a change may not do", () => {
  it("leave an entry out", () => {
    const next = { ...smallMap(), impediments: [], policyVersions: smallMap().policyVersions.slice(0, 1) };
    expect(problemsOf(next)).toEqual([
      expect.stringContaining('The policy version "2" is missing'),
      expect.stringContaining("set retiredOn"),
    ]);
  });

  it("retire a category while one under it lives on, even with a successor", () => {
    const next = changed("name: E-mail,", "name: E-mail, retiredOn: 2026-05-01, replacedBy: usage,");
    expect(problemsOf(next)).toEqual([
      expect.stringContaining('while categories under it live on: "identification.email.domain"'),
    ]);
  });

  it("retire what others use, unless something takes its place", () => {
    const used = changed("name: Marketing,", "name: Marketing, retiredOn: 2026-05-01,");
    expect(problemsOf(used)).toEqual([
      'The purpose "marketing" cannot be retired: it is used by sharing rule "hosting_rule", sharing rule "bank_rule", retention rule "five_years", processing activity "mailing". Change or retire those too, or say in replacedBy what takes its place.',
    ]);
    const replaced = changed(
      "  - { key: marketing, name: Marketing,",
      "  - { key: news, name: News, description: News., communicatesWithUser: true }\n  - { key: marketing, name: Marketing, retiredOn: 2026-05-01, replacedBy: news,",
    );
    expect(problemsOf(replaced)).toEqual([]);
  });

  it("retire it before its users end, while after them it may", () => {
    const agreement = (day: string) =>
      problemsOf(changed("name: Hosting GmbH,", `name: Hosting GmbH, retiredOn: ${day},`)).join();
    expect(agreement("2026-12-31")).toContain('agreement "hosting_agreement"');
    expect(agreement("2027-01-01")).not.toContain("hosting_agreement");
  });

  it("is not asked again of what was retired before", () => {
    expect(problemsOf(changed("name: Old Bank,", "name: Older Bank,"))).toEqual([]);
  });

  it("retire the controller's own country", () => {
    const next = changed(
      "{ code: KZ, name: Kazakhstan }",
      "{ code: KZ, name: Kazakhstan, retiredOn: 2026-05-01 }",
    );
    expect(problemsOf(next)[0]).toContain('"example_bank", the controller');
  });
});

describe("the sharing rules a change touches", () => {
  const touched = (next: DataMapDocument) =>
    touchedSharingRules(smallMap(), next, changesBetween(smallMap(), next)).map(({ key }) => key);

  it.each([
    ["the rule itself", "name: Banks,", "name: All banks,", ["bank_rule"]],
    ["its recipient", "name: Hosting GmbH,", "name: Hosting AG,", ["hosting_rule"]],
    ["a recipient of its kind", "name: Bank JSC,", "name: Bank,", ["bank_rule"]],
    ["its purpose", "name: Marketing,", "name: News,", ["hosting_rule", "bank_rule"]],
    ["its safeguard", "name: Treaty,", "name: The treaty,", ["hosting_rule"]],
    ["a category under its own", "name: Domain,", "name: Its domain,", ["hosting_rule", "bank_rule"]],
    ["nothing of it", "name: Website,", "name: Site,", []],
  ])("%s", (_name, from, to, expected) => {
    expect(touched(changed(from, to))).toEqual(expected);
  });

  it("is taken as it was, because that is what was recorded under", () => {
    const next = changed("recipientKind: FINANCIAL_INSTITUTION,", "recipient: example_hosting,");
    const [rule] = touchedSharingRules(smallMap(), next, changesBetween(smallMap(), next));
    expect(rule?.recipients).toEqual(["example_bank", "old_bank"]);
  });
});
