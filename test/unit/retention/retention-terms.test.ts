import { describe, expect, it } from "@jest/globals";
import { retentionTerms, undecidableRules } from "../../../src/modules/retention/core/retention-term.js";
import { exampleSnapshot } from "../datamap/example-snapshot.js";
import { mapWith, type StatedRule } from "./sample-rules.js";

const DAY = "2026-03-02";
const termsOf = (apart: readonly string[], ...rules: readonly StatedRule[]) =>
  retentionTerms(mapWith(...rules), DAY, { apart }).map(
    ({ rule, categories, alike, undated, otherPurposes }) => ({
      rule: rule.key,
      categories,
      alike: alike.map(({ key }) => key),
      undated,
      otherPurposes,
    }),
  );
const ALONE = { alike: [], undated: [], otherPurposes: [] };

describe("the terms of retention", () => {
  it("hold a rule against those for the same purposes, and tell of those for others", () => {
    const [first] = termsOf(
      [],
      { key: "one", purposes: ["marketing", "statistics"] },
      { key: "same", purposes: ["marketing"], period: "P2M" },
      { key: "open", purposes: ["statistics"], startEvent: "PURPOSE_FULFILLED" },
      { key: "other", purposes: ["legal_obligations"] },
      { key: "any" },
    );
    expect(first).toEqual({
      rule: "one",
      categories: ["usage"],
      alike: ["same"],
      undated: ["open"],
      otherPurposes: ["other", "any"],
    });
  });

  it("hold rules for any purpose against each other alone", () => {
    const terms = termsOf([], { key: "one" }, { key: "two" }, { key: "named", purposes: ["marketing"] });
    expect(terms[0]).toEqual({
      rule: "one",
      categories: ["usage"],
      alike: ["two"],
      undated: [],
      otherPurposes: ["named"],
    });
  });

  it("count a rule for a category above, and take a category apart where a rule speaks of what is under it", () => {
    const terms = termsOf(
      [],
      { key: "transactions", categories: ["transaction"] },
      { key: "purchases", categories: ["transaction.purchases"] },
    );
    expect(terms).toEqual([
      { ...ALONE, rule: "transactions", categories: ["transaction.purchases"], alike: ["purchases"] },
      {
        ...ALONE,
        rule: "transactions",
        categories: ["transaction.orders", "transaction.returns", "transaction.support_appeals"],
      },
      { ...ALONE, rule: "purchases", categories: ["transaction.purchases"], alike: ["transactions"] },
    ]);
  });

  it("take a category apart where that is asked for", () => {
    const [term] = termsOf(["technical.browser"], { key: "one", categories: ["technical"] });
    expect(term!.categories).toEqual([
      "technical.ip_address",
      "technical.browser",
      "technical.language",
      "technical.operating_system",
    ]);
  });

  it("take a category apart where an erasure treats what is under it otherwise", () => {
    const map = exampleSnapshot(({ categories }) => {
      categories.find(({ key }) => key === "technical.browser")!.onErasure = "ERASED";
    });
    const ending = retentionTerms(map, DAY, { rule: "while_consent_lasts" }).map(({ rule, categories }) => [
      rule.endsWithAccount,
      categories,
    ]);
    expect(ending).toEqual([
      [true, ["reviews", "technical.browser", "partner_supplied"]],
      [false, ["usage", "technical.ip_address", "technical.language", "technical.operating_system"]],
    ]);
  });

  it("forget a rule once it is retired", () => {
    const retired = { key: "retired", retiredOn: DAY };
    expect(termsOf([], { key: "one" }, retired)).toEqual([{ ...ALONE, rule: "one", categories: ["usage"] }]);
    expect(termsOf([], retired)).toEqual([]);
  });

  it("let what goes with the account go, whatever is kept as long as needed, but not what a law or a period keeps", () => {
    const account: StatedRule = { key: "account", startEvent: "ACCOUNT_DELETED", period: undefined };
    const open: StatedRule = { key: "open", startEvent: "PURPOSE_FULFILLED", period: undefined };
    const [gone] = termsOf([], account, open);
    expect(gone).toMatchObject({ alike: [], undated: [] });
    const [byLaw] = termsOf([], account, { ...open, legalSource: "A law" });
    expect(byLaw).toMatchObject({ undated: ["open"] });
    const [byPeriod] = termsOf([], account, { ...open, period: "P1Y" });
    expect(byPeriod).toMatchObject({ undated: ["open"] });
  });

  it("leave out rules of which the registry cannot tell, which are listed with the reason", () => {
    const map = exampleSnapshot();
    expect(undecidableRules(map, DAY)).toEqual([
      { key: "as_long_as_needed", reason: "START_UNKNOWN" },
      { key: "accounting_law", reason: "START_UNKNOWN" },
    ]);
    expect(retentionTerms(map, DAY).map(({ rule }) => rule.key)).not.toContain("accounting_law");
    const without = mapWith({ key: "one", period: undefined });
    expect(undecidableRules(without, DAY)).toEqual([{ key: "one", reason: "NO_PERIOD" }]);
  });
});
