import { describe, expect, it } from "@jest/globals";
import { catalogueLists, keyOf } from "../../../src/modules/datamap/core/catalogue-lists.js";
import { checkDataMap } from "../../../src/modules/datamap/core/check-data-map.js";
import { changed, expectProblem, refusalOf } from "./expect-problem.js";
import type { Case } from "./expect-problem.js";
import { smallMap } from "./small-map.js";

describe("a reference that leads nowhere is refused where it stands, with the nearest key", () => {
  it.each<Case>([
    [
      "country: KZ",
      "country: KX",
      "KX",
      "controller.country",
      'There is no jurisdiction "KX" in jurisdictions. Did you mean "KZ"?',
    ],
    [
      "jurisdiction: DE",
      "jurisdiction: XX",
      "XX",
      "recipients[0].jurisdiction",
      'There is no jurisdiction "XX" in jurisdictions.',
    ],
    [
      "[hosting]",
      "[hosting, hostng]",
      "hostng",
      "recipients[0].serviceTypes[1]",
      'There is no service type "hostng" in serviceTypes. Did you mean "hosting"?',
    ],
    [
      "recipient: example_hosting, valid",
      "recipient: exmple_hosting, valid",
      "exmple_hosting",
      "agreements[0].recipient",
      'There is no recipient "exmple_hosting" in recipients. Did you mean "example_hosting"?',
    ],
    [
      "[identification.email], exclusive",
      "[email], exclusive",
      "email], excl",
      "sharingRules[1].categories[0]",
      'There is no category "email" in categories. Did you mean "identification.email"?',
    ],
    [
      "safeguard: treaty",
      "safeguard: something_else",
      "something_else",
      "sharingRules[0].safeguard",
      'There is no safeguard "something_else" in safeguards.',
    ],
    [
      "notThroughChannels: [website]",
      "notThroughChannels: [web_site]",
      "web_site]",
      "intakeRules[0].notThroughChannels[0]",
      'There is no channel "web_site" in channels. Did you mean "website"?',
    ],
    [
      "retiredOn: 2026-03-01, replacedBy: example_bank",
      "retiredOn: 2026-03-01, replacedBy: example_bnk",
      "example_bnk",
      "recipients[2].replacedBy",
      'There is no recipient "example_bnk". Did you mean "example_bank"?',
    ],
    [
      "key: usage",
      "key: usge.pages",
      "usge.pages",
      "categories[3].key",
      'There is no category "usge" for "usge.pages" to lie under. Add it.',
    ],
    [
      "key: identification.email.domain",
      "key: identifcation.domain",
      "identifcation.domain",
      "categories[2].key",
      'There is no category "identifcation" for "identifcation.domain" to lie under. Add it. Did you mean "identification"?',
    ],
  ])("%s → %s", (piece, by, faulty, path, message) => {
    expectProblem(changed(piece, by), faulty, path, message);
  });
});

describe("every field that names another entry", () => {
  const keys = new Set(catalogueLists.flatMap((list) => smallMap()[list].map(keyOf)));
  const fields = catalogueLists.flatMap((list) =>
    smallMap()[list].flatMap((entry, index) =>
      Object.entries(entry)
        .filter(([field]) => field !== "key" && field !== "code")
        .filter(([, value]) => [value].flat().some((one) => typeof one === "string" && keys.has(one)))
        .map(([field, value]) => ({ path: [list, index, field] as const, isList: Array.isArray(value) })),
    ),
  );

  it("is there in the small map", () => {
    expect(new Set(fields.map(({ path: [list, , field] }) => `${list}.${field}`)).size).toBe(32);
  });

  it.each(fields)("$path is followed", ({ path: [list, index, field], isList }) => {
    const document = smallMap();
    Object.assign(document[list][index]!, { [field]: isList ? ["nowhere"] : "nowhere" });
    const path = isList ? [list, index, field, 0] : [list, index, field];
    const [problem, ...others] = checkDataMap(document);
    expect(problem).toMatchObject({ path });
    expect(problem?.message).toContain('"nowhere"');
    expect(others).toEqual([]);
  });
});

describe("entries that contradict each other are refused where they stand", () => {
  it.each<Case>([
    [
      "agreements:",
      "  - { key: example_bank, name: Again, description: Again., kind: OTHER, jurisdiction: KZ }\nagreements:",
      "example_bank, name: Again",
      "recipients[3].key",
      'The recipient "example_bank" stands here a second time. Give one of the two another key.',
    ],
    [
      "safeguards:",
      "  - { code: KZ, name: Again }\nsafeguards:",
      "KZ, name: Again",
      "jurisdictions[2].code",
      'The jurisdiction "KZ" stands here a second time. Give one of the two another key.',
    ],
    [
      "purposes: [marketing], legal",
      "purposes: [marketing, marketing], legal",
      "marketing], legal",
      "activities[0].purposes[1]",
      '"marketing" is named twice. Remove one of the two.',
    ],
    [
      "retiredOn: 2026-03-01, replacedBy",
      "replacedBy",
      "example_bank }",
      "recipients[2].replacedBy",
      "Only a retired entry is replaced by another. Add retiredOn, or remove replacedBy.",
    ],
    [
      "replacedBy: example_bank",
      "replacedBy: old_bank",
      "old_bank }",
      "recipients[2].replacedBy",
      "The replacements go round in a circle: old_bank, then old_bank.",
    ],
    [
      "validTo: 2026-12-31",
      "validTo: 2025-12-31",
      "2025-12-31",
      "agreements[0].validTo",
      "The last day, 2025-12-31, is before the first, 2026-01-01.",
    ],
    [
      "validTo: 2029-12-31 }",
      "validTo: 2029-12-31 }, { status: NOT_ADEQUATE, validFrom: 2029-12-31 }",
      "{ status: NOT",
      "jurisdictions[1].protection[1]",
      "The status holds on days on which protection[0] holds too. End one before the other begins.",
    ],
    [
      "number: 2",
      "number: 1",
      "1, title: Privacy policy, description: The second",
      "policyVersions[1].number",
      "There is a policy version 1 already. Give this one another number.",
    ],
    [
      "effectiveFrom: 2026-06-01",
      "effectiveFrom: 2026-01-27",
      "2026-01-27 }\nsubject",
      "policyVersions[1].effectiveFrom",
      "Version 2 must apply from a later day than version 1, 2026-01-27.",
    ],
    [
      "timeZone: Asia/Almaty",
      "timeZone: Asia/Almatty",
      "Asia/Almatty",
      "controller.timeZone",
      '"Asia/Almatty" is no time zone of the IANA database; write one such as Asia/Almaty. Did you mean "Asia/Almaty"?',
    ],
    [
      "timeZone: Asia/Almaty",
      'timeZone: "+05:00"',
      '"+05:00"',
      "controller.timeZone",
      '"…" is no time zone of the IANA database; write one such as Asia/Almaty.',
    ],
    [
      "do., sources: [COLLECTED_AUTOMATICALLY]",
      "do.",
      "{ key: usage",
      "categories[3]",
      'Neither "usage" nor a category above it says where the data come from. Add sources.',
    ],
    [
      "recipientKind: FINANCIAL_INSTITUTION, purpose",
      "purpose",
      "{ key: bank_rule",
      "sharingRules[1]",
      "The rule does not say for whom it is. Add recipient or recipientKind.",
    ],
    [
      "recipientKind: FINANCIAL_INSTITUTION, purpose",
      "recipientKind: OTHER, recipient: example_bank, purpose",
      "{ key: bank_rule",
      "sharingRules[1]",
      "The rule is for one recipient or for a kind of recipients. Remove recipient or recipientKind.",
    ],
    [
      "lastsFor: AGREEMENT",
      "lastsFor: UNTIL_WITHDRAWN",
      "{ lastsFor",
      "legalGrounds[0].validity",
      "Only a ground that lasts for the AGREEMENT has extendedBy.",
    ],
    [
      "lastsFor: AGREEMENT, extendedBy: P5Y",
      "lastsFor: PERIOD",
      "{ lastsFor",
      "legalGrounds[0].validity",
      "A ground that lasts for a PERIOD needs period.",
    ],
    [
      "extendedBy: P5Y",
      "period: P5Y",
      "{ lastsFor",
      "legalGrounds[0].validity",
      "Only a ground that lasts for a PERIOD has period.",
    ],
    [
      "intakeRules:",
      "  - { key: other, name: Other, description: Other., requestKind: CONSENT_WITHDRAWAL }\nintakeRules:",
      "CONSENT_WITHDRAWAL }\nintake",
      "rightsRules[1].requestKind",
      '"withdrawal" is the rule for CONSENT_WITHDRAWAL already. Retire one of the two.',
    ],
  ])("%s → %s", (piece, by, faulty, path, message) => {
    expectProblem(changed(piece, by), faulty, path, message);
  });

  it("finds a circle of several entries at each of them", () => {
    const text = changed("collectsOwnConsent: true }", "retiredOn: 2026-02-01, replacedBy: old_bank }");
    expect(refusalOf(text).message).toContain("example_bank, then old_bank, then example_bank.");
    expect(refusalOf(text).message).toContain("has 2 problems:");
  });
});
