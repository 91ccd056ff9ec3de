import { describe, expect, it } from "@jest/globals";
import type { DataMapDocument } from "../../../src/modules/datamap/index.js";
import { outcomeOfErasure, type KnownStarts } from "../../../src/modules/rights/core/erasure-outcome.js";
import { exampleSnapshot } from "../datamap/example-snapshot.js";

const DAY = "2026-05-10";
const UNKNOWN: KnownStarts = { AGREEMENT_ENDED: null, CONSENT_WITHDRAWN: null };
type Change = (document: DataMapDocument) => void;

/** What becomes of one element under the example data map, changed. */
function fateOf(category: string, starts: KnownStarts = UNKNOWN, change: Change = () => undefined) {
  const outcomes = outcomeOfErasure(exampleSnapshot(change), DAY, starts);
  return outcomes.find((outcome) => outcome.category === category);
}

const deletionRule =
  (fields: object): Change =>
  ({ retentionRules }) =>
    void Object.assign(
      retentionRules.find(({ key }) => key === "account_deleted")!,
      fields,
    );
const unsaid =
  (category: string): Change =>
  ({ categories }) =>
    void delete categories.find(({ key }) => key === category)!.onErasure;

describe("Data of an erased user", () => {
  it("are destroyed with the account, where the data map says so", () => {
    expect(fateOf("identification.language_of_communication")).toEqual({
      category: "identification.language_of_communication",
      fate: "DESTROYED",
      rules: ["account_deleted"],
      keptUntil: null,
    });
    expect(fateOf("partner_supplied")).toMatchObject({ fate: "DESTROYED", rules: [] });
  });

  it("are kept where it says so, by the other rules", () => {
    expect(fateOf("transaction.purchases")).toMatchObject({
      fate: "KEPT",
      rules: ["accounting_law", "as_long_as_needed"],
      keptUntil: null,
    });
  });

  it("are destroyed by a rule that runs from the deletion, where the category says nothing", () => {
    expect(fateOf("identification.email", UNKNOWN, unsaid("identification"))).toMatchObject({
      fate: "DESTROYED",
    });
    expect(fateOf("transaction.orders", UNKNOWN, unsaid("transaction"))).toMatchObject({ fate: "KEPT" });
  });

  it("are kept until the period of such a rule is over", () => {
    expect(fateOf("identification.email", UNKNOWN, deletionRule({ period: "P30D" }))).toEqual({
      category: "identification.email",
      fate: "KEPT",
      rules: ["account_deleted"],
      keptUntil: "2026-06-09",
    });
    expect(fateOf("identification.email", UNKNOWN, deletionRule({ period: "P0D" }))).toMatchObject({
      fate: "DESTROYED",
    });
  });

  it("are kept until the last of their rules has run out, and no longer", () => {
    const onlyConsent: Change = (document) => {
      document.retentionRules = document.retentionRules.filter(({ key }) => key === "while_consent_lasts");
    };
    const ended = (day: string): KnownStarts => ({ ...UNKNOWN, AGREEMENT_ENDED: day });
    expect(fateOf("usage.interactions", ended("2025-01-01"), onlyConsent)).toMatchObject({
      fate: "KEPT",
      keptUntil: "2030-01-01",
    });
    expect(fateOf("usage.interactions", ended("2021-05-10"), onlyConsent)).toMatchObject({
      fate: "DESTROYED",
      rules: ["while_consent_lasts"],
    });
    expect(fateOf("usage.interactions", UNKNOWN, onlyConsent)).toMatchObject({
      fate: "KEPT",
      keptUntil: null,
    });
  });

  it("are told of element by element, and not where an element was retired", () => {
    const categories = outcomeOfErasure(exampleSnapshot(), DAY, UNKNOWN).map(({ category }) => category);
    expect(categories).toContain("partner_supplied");
    expect(categories).not.toContain("usage");
    const retired: Change = (document) =>
      void Object.assign(
        document.categories.find(({ key }) => key === "reviews")!,
        { retiredOn: DAY },
      );
    expect(fateOf("reviews", UNKNOWN, retired)).toBeUndefined();
  });
});
