import { describe, expect, it } from "@jest/globals";
import { DataMapSnapshot, type DataMapDocument } from "../../../src/modules/datamap/index.js";
import {
  boundariesOf,
  compareSharing,
  type Observation,
} from "../../../src/modules/disclosures/core/declared-sharing.js";
import { smallMap } from "../datamap/small-map.js";

/** Banks may get the e-mail for marketing, and hosting all of `identification`; an activity names hosting and the e-mail. */
function mapOf(change: (document: DataMapDocument) => void = () => {}): DataMapSnapshot {
  const document = smallMap();
  change(document);
  const applied = { number: 1, effectiveFrom: null, appliedAt: new Date("2026-02-01T00:00:00Z") };
  return new DataMapSnapshot({ ...applied, appliedBy: "test", message: "Small.", document });
}

const PERIOD = { from: "2026-03-01", to: "2026-03-31" };

function seen(changes: Partial<Observation> = {}): Observation {
  return {
    recipient: "example_bank",
    purpose: "marketing",
    category: "identification.email",
    disclosures: 1,
    firstDay: "2026-03-05",
    lastDay: "2026-03-07",
    ...changes,
  };
}

const undeclared = (map: DataMapSnapshot, observations: readonly Observation[], period = PERIOD) =>
  compareSharing(map, observations, period).undeclared.map(
    ({ recipient, category, undeclared: count }) => `${recipient} ${category} ${count}`,
  );
const unobserved = (map: DataMapSnapshot, observations: readonly Observation[], period = PERIOD) =>
  compareSharing(map, observations, period).unobserved;

describe("What is observed is declared", () => {
  it.each<[string, Partial<Observation>]>([
    ["by a rule for its recipient's kind", {}],
    ["by what lies above it", { category: "identification.email.domain" }],
    ["by a rule for the recipient itself", { recipient: "example_hosting", category: "identification" }],
  ])("%s", (_case, changes) => {
    expect(undeclared(mapOf(), [seen(changes)])).toEqual([]);
  });

  it("by an activity alone, by recipient or kind, until it is retired", () => {
    const withActivityFor = (changes: Partial<DataMapDocument["activities"][number]>) =>
      mapOf((document) => {
        document.sharingRules = [];
        Object.assign(document.activities[0]!, changes);
      });
    const toHosting = seen({ recipient: "example_hosting" });
    expect(undeclared(withActivityFor({}), [toHosting])).toEqual([]);
    expect(undeclared(withActivityFor({ recipientKinds: ["FINANCIAL_INSTITUTION"] }), [seen()])).toEqual([]);
    expect(undeclared(withActivityFor({ retiredOn: "2026-03-06" }), [toHosting])).toEqual([]);
    expect(undeclared(withActivityFor({ retiredOn: "2026-03-05" }), [toHosting])).toHaveLength(1);
  });

  it.each<[string, Partial<Observation>]>([
    ["a category that only lies above one declared", { category: "identification" }],
    ["a category beside it", { category: "usage" }],
  ])("but not %s", (_case, changes) => {
    expect(undeclared(mapOf(), [seen(changes)])).toHaveLength(1);
  });

  it.each<[string, Partial<DataMapDocument["sharingRules"][number]>, number]>([
    ["from its first day on", { validFrom: "2026-03-05" }, 0],
    ["not before its first day", { validFrom: "2026-03-06" }, 1],
    ["up to its last day", { validTo: "2026-03-05" }, 0],
    ["not after its last day", { validTo: "2026-03-04" }, 1],
    ["until the day before it is retired", { retiredOn: "2026-03-06" }, 0],
    ["not from the day it is retired", { retiredOn: "2026-03-05" }, 1],
  ])("by a rule %s", (_case, changes, count) => {
    const map = mapOf((document) => Object.assign(document.sharingRules[1]!, changes));
    expect(undeclared(map, [seen({ lastDay: "2026-03-05" })])).toHaveLength(count);
  });

  it("or not, stretch by stretch", () => {
    const map = mapOf((document) => Object.assign(document.sharingRules[1]!, { validTo: "2026-03-10" }));
    const stretches = [
      seen({ firstDay: "2026-02-10", lastDay: "2026-02-20", disclosures: 3 }),
      seen({ firstDay: "2026-03-01", lastDay: "2026-03-10", disclosures: 5 }),
      seen({ firstDay: "2026-03-11", lastDay: "2026-03-30", disclosures: 7 }),
      seen({ firstDay: "2026-04-01", lastDay: "2026-04-02", disclosures: 11 }),
    ];
    expect(compareSharing(map, stretches, PERIOD).undeclared).toEqual([
      {
        recipient: "example_bank",
        purpose: "marketing",
        category: "identification.email",
        disclosures: 12,
        undeclared: 7,
        firstSeen: "2026-02-10",
        lastSeen: "2026-03-30",
      },
    ]);
  });
});

describe("What is seen for the first time", () => {
  it("is told, declared or not, the latest first, and what was seen earlier is not", () => {
    const { first } = compareSharing(
      mapOf(),
      [
        seen({ firstDay: "2026-02-28", lastDay: "2026-02-28" }),
        seen(),
        seen({ category: "usage", firstDay: "2026-03-01" }),
        seen({ category: "identification", firstDay: "2026-03-02" }),
        seen({ recipient: "old_bank", firstDay: "2026-03-02" }),
      ],
      PERIOD,
    );
    expect(first.map(({ recipient, category }) => `${recipient} ${category}`)).toEqual([
      "example_bank identification",
      "old_bank identification.email",
      "example_bank usage",
    ]);
  });

  it("is everything where the period has no beginning", () => {
    expect(compareSharing(mapOf(), [seen()], { from: null, to: "2026-03-31" }).first).toHaveLength(1);
  });
});

describe("What is declared and not seen", () => {
  it("is told by rule and category, with the days since it was seen last", () => {
    const earlier = seen({ firstDay: "2026-01-01", lastDay: "2026-02-27" });
    expect(unobserved(mapOf(), [earlier])).toEqual([
      { rule: "hosting_rule", category: "identification", lastSeen: null, daysSinceLastSeen: null },
      {
        rule: "bank_rule",
        category: "identification.email",
        lastSeen: "2026-02-27",
        daysSinceLastSeen: 32,
      },
    ]);
  });

  it("is nothing of what lies under the category, of any recipient of the kind", () => {
    const below = seen({ recipient: "old_bank", category: "identification.email.domain" });
    expect(unobserved(mapOf(), [below]).map(({ rule }) => rule)).toEqual(["hosting_rule"]);
  });

  it("is only what never was where the period has no beginning", () => {
    const earlier = seen({ firstDay: "2025-01-01", lastDay: "2025-01-01" });
    const sinceEver = { from: null, to: "2026-03-31" };
    expect(unobserved(mapOf(), [earlier], sinceEver as never).map(({ rule }) => rule)).toEqual([
      "hosting_rule",
    ]);
  });

  it("is nothing that is not in force on the last day", () => {
    const map = mapOf((document) => {
      document.sharingRules[0]!.validTo = "2026-03-30";
      document.sharingRules[1]!.retiredOn = "2026-03-31";
    });
    expect(unobserved(map, [])).toEqual([]);
  });
});

describe("The days at which stretches begin and end", () => {
  it("are those of the period, of rules and of activities", () => {
    const map = mapOf(({ sharingRules, activities }) => {
      Object.assign(sharingRules[0]!, { validFrom: "2026-01-02", validTo: "2026-01-03" });
      sharingRules[1]!.retiredOn = "2026-01-04";
      activities[0]!.retiredOn = "2026-01-05";
    });
    expect(boundariesOf(map, { from: null, to: "2026-03-31" })).toEqual({
      firstDays: ["2026-01-02", "2026-01-04", "2026-01-05"],
      lastDays: ["2026-03-31", "2026-01-03"],
    });
    expect(boundariesOf(map, PERIOD).firstDays).toContain("2026-03-01");
  });
});
