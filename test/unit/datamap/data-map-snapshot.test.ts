import { describe, expect, it } from "@jest/globals";
import { DataMapSnapshot } from "../../../src/modules/datamap/data-map-snapshot.js";
import { smallMap } from "./small-map.js";

const APPLIED_AT = new Date("2026-02-01T00:00:00Z");

function snapshotOf(document = smallMap()): DataMapSnapshot {
  return new DataMapSnapshot({
    number: 1,
    effectiveFrom: null,
    appliedAt: APPLIED_AT,
    appliedBy: "test",
    message: "The first.",
    document,
  });
}

describe("a snapshot finds entries by key", () => {
  const snapshot = snapshotOf();

  it("of every kind, retired ones too", () => {
    expect(snapshot.recipient("example_bank")?.name).toBe("Bank JSC");
    expect(snapshot.recipient("old_bank")?.retiredOn).toBe("2026-03-01");
    expect(snapshot.purpose("marketing")?.communicatesWithUser).toBe(true);
    expect(snapshot.legalGround("consent")?.validity?.extendedBy).toBe("P5Y");
    expect(snapshot.jurisdiction("DE")?.name).toBe("Germany");
    expect(snapshot.agreement("hosting_agreement")?.recipient).toBe("example_hosting");
    expect(snapshot.safeguard("treaty")?.jurisdictions).toEqual(["DE"]);
    expect(snapshot.entry("activities", "mailing")?.purposes).toEqual(["marketing"]);
  });

  it("and nothing under a key that no entry has", () => {
    expect(snapshot.recipient("nobody")).toBeUndefined();
    expect(snapshot.recipient("constructor")).toBeUndefined();
    expect(snapshot.category("toString")).toBeUndefined();
    expect(snapshot.categoryAndDescendants("nothing")).toEqual([]);
  });

  it("and recipients by kind", () => {
    expect(snapshot.recipientsOfKind("FINANCIAL_INSTITUTION").map(({ key }) => key)).toEqual([
      "example_bank",
      "old_bank",
    ]);
    expect(snapshot.recipientsOfKind("PUBLIC_AUTHORITY")).toEqual([]);
  });
});

describe("a category", () => {
  const snapshot = snapshotOf();

  it("takes what it does not state from its nearest ancestor that does", () => {
    expect(snapshot.category("identification.email.domain")).toMatchObject({
      parent: "identification.email",
      isElement: true,
      sources: ["COLLECTED_AUTOMATICALLY"],
      accuracyWarrantedByUser: true,
      onErasure: "ERASED",
    });
    expect(snapshot.category("identification.email")).toMatchObject({
      isElement: false,
      sources: ["GIVEN_BY_USER"],
    });
  });

  it("is kept on its parent's media, unless it is erased where the parent is kept", () => {
    const document = smallMap();
    const usage = Object.assign(document.categories[3]!, { onErasure: "KEPT", keptAs: ["PAPER"] });
    document.categories.push({ ...usage, key: "usage.pages", onErasure: undefined, keptAs: undefined });
    document.categories.push({ ...usage, key: "usage.location", onErasure: "ERASED", keptAs: undefined });
    const changed = snapshotOf(document);
    expect(changed.category("usage.pages")?.keptAs).toEqual(["PAPER"]);
    expect(changed.category("usage.location")?.keptAs).toEqual([]);
    expect(changed.category("identification")?.keptAs).toEqual([]);
  });

  it("stays undecided where neither it nor an ancestor states anything", () => {
    expect(snapshot.category("usage")?.onErasure).toBeUndefined();
    expect(snapshot.category("usage")?.parent).toBeUndefined();
  });

  it("stands for everything under it", () => {
    const keys = ["identification", "identification.email", "identification.email.domain"];
    expect(snapshot.categoryAndDescendants("identification")).toEqual(keys);
    expect(snapshot.categoryAndDescendants("identification.email")).toEqual(keys.slice(1));
  });

  it("does not stand for a category whose key merely begins alike", () => {
    const document = smallMap();
    document.categories.push({ ...document.categories[3]!, key: "usage_of_services" });
    expect(snapshotOf(document).categoryAndDescendants("usage")).toEqual(["usage"]);
  });
});

describe("a snapshot finds what a disclosure is judged by", () => {
  const snapshot = snapshotOf();
  const keys = (entries: readonly { readonly key: string }[]) => entries.map(({ key }) => key);

  it("sharing rules by the recipient and by its kind", () => {
    const document = smallMap();
    document.sharingRules.push({ ...document.sharingRules[0]!, key: "bank_mail", recipient: "example_bank" });
    const withRule = snapshotOf(document);
    expect(keys(withRule.sharingRulesFor("example_hosting"))).toEqual(["hosting_rule"]);
    expect(keys(withRule.sharingRulesFor("example_bank"))).toEqual(["bank_mail", "bank_rule"]);
    expect(keys(withRule.sharingRulesFor("old_bank"))).toEqual(["bank_rule"]);
    expect(withRule.sharingRulesFor("nobody")).toEqual([]);
  });

  it("agreements by the recipient", () => {
    expect(keys(snapshot.agreementsWith("example_hosting"))).toEqual(["hosting_agreement"]);
    expect(snapshot.agreementsWith("example_bank")).toEqual([]);
  });

  it("retention rules by the category and by those above it, each once", () => {
    const document = smallMap();
    document.retentionRules[0]!.categories.push("identification.email");
    const twice = snapshotOf(document);
    expect(keys(twice.retentionRulesFor("identification.email.domain"))).toEqual(["five_years"]);
    expect(twice.retentionRulesFor("usage")).toEqual([]);
  });
});

describe("days are counted in the controller's time zone", () => {
  const snapshot = snapshotOf();

  it.each([
    ["2026-01-26T18:59:59.999Z", "2026-01-26"],
    ["2026-01-26T19:00:00.000Z", "2026-01-27"],
    ["1970-01-01T00:00:00.000Z", "1970-01-01"],
  ])("%s is %s in Almaty", (moment, day) => {
    expect(snapshot.calendarDay(new Date(moment))).toBe(day);
  });

  it.each([
    ["2026-01-26T18:59:59.999Z", undefined],
    ["2026-01-26T19:00:00.000Z", 1],
    ["2026-05-31T18:59:59.999Z", 1],
    ["2026-05-31T19:00:00.000Z", 2],
    ["2036-01-01T00:00:00.000Z", 2],
  ])("at %s the policy version in force is %s", (moment, number) => {
    expect(snapshot.policyVersionInForceAt(new Date(moment))?.number).toBe(number);
  });
});

describe("a snapshot cannot be changed", () => {
  const snapshot = snapshotOf();

  it.each<[string, () => void]>([
    ["a field of its own", () => void Object.assign(snapshot, { revision: 2 })],
    ["an entry", () => void Object.assign(snapshot.recipient("example_bank")!, { name: "Other" })],
    ["a category", () => void Object.assign(snapshot.category("usage")!, { name: "Other" })],
    ["a list", () => void snapshot.document.recipients.pop()],
    ["a list within an entry", () => void snapshot.safeguard("treaty")!.jurisdictions.push("KZ")],
    ["an answer of descendants", () => void (snapshot.categoryAndDescendants("usage") as string[]).push("x")],
    ["an answer of recipients", () => void (snapshot.recipientsOfKind("OTHER") as unknown[]).push({})],
    ["the controller", () => void Object.assign(snapshot.controller, { name: "Other" })],
  ])("%s", (_what, change) => {
    expect(change).toThrow(/read only|not extensible|Cannot delete/);
  });

  it("not even through the document it was made of", () => {
    const document = smallMap();
    const made = snapshotOf(document);
    document.recipients[0]!.name = "Other";
    expect(made.recipient("example_hosting")?.name).toBe("Hosting GmbH");
  });
});
