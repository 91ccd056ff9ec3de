import { describe, expect, it } from "@jest/globals";
import { catalogueLists, keyOf } from "../../../src/modules/datamap/core/catalogue-lists.js";
import type { CatalogueEntry } from "../../../src/modules/datamap/core/catalogue-lists.js";
import { RecipientKind, RightsRequestKind } from "../../../src/modules/datamap/core/document.js";
import { CLAUSES, exampleDocument, exampleSnapshot } from "./example-snapshot.js";

const document = exampleDocument();
const snapshot = exampleSnapshot();

const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  identification: [
    "last_name",
    "first_name",
    "gender",
    "date_of_birth",
    "email",
    "home_address",
    "mobile_phone",
    "individual_identification_number",
    "login",
    "language_of_communication",
  ],
  transaction: ["purchases", "orders", "returns", "support_appeals"],
  reviews: [],
  usage: [
    "interactions",
    "pages_viewed",
    "links_followed",
    "services_of_interest",
    "access_times",
    "referrers",
    "real_time_location",
  ],
  technical: ["ip_address", "browser", "language", "operating_system"],
  partner_supplied: [],
};

const keysOf = (entries: readonly CatalogueEntry[]): string[] => entries.map(keyOf);

describe("The keys of the example map, on which documents and examples rely", () => {
  it("name the policy's categories and every element of them, and nothing else", () => {
    const expected = Object.entries(ELEMENTS).flatMap(([root, elements]) => [
      root,
      ...elements.map((element) => `${root}.${element}`),
    ]);
    expect(keysOf(document.categories)).toEqual(expected);
  });

  it("name the eight purposes and the three legal grounds", () => {
    expect(keysOf(document.purposes)).toEqual([
      "provision_of_services",
      "claims_and_disputes",
      "platform_administration",
      "quality_improvement",
      "marketing",
      "personalized_advertising",
      "legal_obligations",
      "statistics",
    ]);
    expect(document.legalGrounds.map(({ key, kind }) => [key, kind])).toEqual([
      ["consent", "CONSENT"],
      ["contract", "CONTRACT"],
      ["legal_obligation", "LEGAL_OBLIGATION"],
    ]);
  });

  it("name the recipients, each marked as an example of its kind in its country", () => {
    expect(
      document.recipients.map(({ key, kind, jurisdiction, isExample }) => [
        key,
        kind,
        jurisdiction,
        isExample,
      ]),
    ).toEqual([
      ["example_courier", "SERVICE_PROVIDER", "KZ", true],
      ["example_hosting", "SERVICE_PROVIDER", "DE", true],
      ["example_advertiser", "SERVICE_PROVIDER", "KZ", true],
      ["example_survey_agency", "SERVICE_PROVIDER", "KZ", true],
      ["example_bank", "FINANCIAL_INSTITUTION", "KZ", true],
      ["example_court", "PUBLIC_AUTHORITY", "KZ", true],
      ["example_police", "PUBLIC_AUTHORITY", "KZ", true],
      ["example_analytics_abroad", "FOREIGN_RECIPIENT", "US", true],
    ]);
  });
});

describe("What may be passed on", () => {
  const terms = (key: string) =>
    document.sharingRules
      .filter((rule) => rule.recipient === key || rule.recipientKind === key)
      .map(({ purpose, legalGround, categories }) => ({
        purpose,
        legalGround,
        categories: [...categories].sort(),
      }));

  it("to the courier is name, address and mobile phone, to provide services under the contract, and nothing else", () => {
    expect(terms("example_courier")).toEqual([
      {
        purpose: "provision_of_services",
        legalGround: "contract",
        categories: [
          "identification.first_name",
          "identification.home_address",
          "identification.last_name",
          "identification.mobile_phone",
        ],
      },
    ]);
  });

  it("to financial institutions is identification number, mobile phone and name, on consent, and nothing else", () => {
    expect(terms("FINANCIAL_INSTITUTION")).toEqual([
      {
        purpose: "provision_of_services",
        legalGround: "consent",
        categories: [
          "identification.first_name",
          "identification.individual_identification_number",
          "identification.last_name",
          "identification.mobile_phone",
        ],
      },
    ]);
    expect(terms("example_bank")).toEqual([]);
    const rule = document.sharingRules.find((each) => each.recipientKind === "FINANCIAL_INSTITUTION");
    expect(rule?.exclusive).toBe(true);
    expect(rule?.interpretation).toContain('"only"');
    expect(snapshot.recipient("example_bank")?.collectsOwnConsent).toBe(true);
  });

  it("to the advertiser is e-mail and services of interest, for marketing on consent, and nothing else", () => {
    expect(terms("example_advertiser")).toEqual([
      {
        purpose: "marketing",
        legalGround: "consent",
        categories: ["identification.email", "usage.services_of_interest"],
      },
    ]);
  });

  it("to a service provider needs an agreement, and each of them has one", () => {
    for (const { key } of snapshot.recipientsOfKind("SERVICE_PROVIDER")) {
      const rules = document.sharingRules.filter((rule) => rule.recipient === key);
      expect(rules.map((rule) => [rule.recipient, rule.agreementRequired])).toEqual([[key, true]]);
      expect(document.agreements.filter((agreement) => agreement.recipient === key)).toHaveLength(1);
    }
  });

  it("to authorities and courts needs a lawful demand", () => {
    const isForAuthority = (recipient: string | undefined) =>
      recipient !== undefined && snapshot.recipient(recipient)?.kind === "PUBLIC_AUTHORITY";
    const rules = document.sharingRules.filter(
      (rule) => rule.recipientKind === "PUBLIC_AUTHORITY" || isForAuthority(rule.recipient),
    );
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.every((rule) => rule.authorityRequestRequired)).toBe(true);
  });

  it("across the border has a safeguard for hosting in Germany, and none for analytics in the United States", () => {
    const safeguardsFor = (key: string) =>
      document.sharingRules.filter((rule) => rule.recipient === key).map((rule) => rule.safeguard);
    expect(safeguardsFor("example_hosting")).toEqual(["example_hosting_clauses"]);
    expect(safeguardsFor("example_analytics_abroad")).toEqual([undefined]);
    const covered = document.safeguards.flatMap(({ recipients, jurisdictions }) => [
      ...recipients,
      ...jurisdictions,
    ]);
    expect(covered).toEqual(["example_hosting", "DE"]);
  });
});

describe("The policy's rules in the example map", () => {
  it("let consent last for the agreement and five years, and end thirty days after a withdrawal is received", () => {
    const consent = snapshot.legalGround("consent");
    expect(consent?.validity).toEqual({ lastsFor: "AGREEMENT", extendedBy: "P5Y" });
    expect(consent?.withdrawalNotice).toBe("P30D");
    expect(consent?.operations).toHaveLength(14);
    const withdrawal = document.rightsRules.find((rule) => rule.requestKind === "CONSENT_WITHDRAWAL");
    expect(withdrawal?.effectiveAfter).toBe("P30D");
  });

  it("give each kind of request a rule with both impediments and a way in", () => {
    for (const kind of RightsRequestKind.options) {
      const rules = document.rightsRules.filter((rule) => rule.requestKind === kind);
      expect(rules.map((rule) => rule.impediments)).toEqual([
        ["contradicts_legislation", "unfulfilled_obligations"],
      ]);
      expect(document.intakeRules.some((rule) => rule.requestKinds.includes(kind))).toBe(true);
    }
    const complaints = document.intakeRules.find((rule) => rule.requestKinds.includes("COMPLAINT"));
    expect(complaints).toMatchObject({
      address: { email: "support@edcrunch.kz" },
      subjectLine: "personal data",
    });
    const rights = document.intakeRules.find((rule) => rule.requestKinds.includes("ACCESS"));
    expect(rights).toMatchObject({ address: { email: "info@edcrunch.kz" } });
    expect(rights?.subjectLine).toBeUndefined();
  });

  it("decide for every category what a deleted account leaves, and what a refusal costs", () => {
    const outcomes = Object.fromEntries(snapshot.categories.map(({ key, onErasure }) => [key, onErasure]));
    expect(Object.values(outcomes)).not.toContain(undefined);
    expect(outcomes["identification.language_of_communication"]).toBe("ERASED");
    expect(outcomes["transaction.purchases"]).toBe("KEPT");
    expect(outcomes["usage.interactions"]).toBe("KEPT");
    for (const category of snapshot.categories) {
      expect(category.refusalConsequence?.length).toBeGreaterThan(20);
      expect(category.keptAs.length > 0).toBe(category.onErasure === "KEPT");
    }
  });

  it("let users answer for the accuracy of exactly what they give", () => {
    for (const category of snapshot.categories) {
      expect(category.accuracyWarrantedByUser ?? false).toBe(category.sources?.includes("GIVEN_BY_USER"));
    }
  });

  it("mark the effective date as an assumption, as well as every period that the policy does not state", () => {
    expect(document.policyVersions.map((version) => version.effectiveFromAssumed)).toEqual([true]);
    const statedElsewhere = document.retentionRules.filter((rule) => rule.period !== undefined);
    for (const entry of [...statedElsewhere, ...document.agreements, ...document.rightsRules]) {
      expect([entry.key, entry.assumptions.length > 0]).toEqual([entry.key, true]);
    }
  });
});

describe("The whole policy is said", () => {
  const inUse = [...document.activities, ...document.sharingRules];

  it("with every purpose, kind of recipient and recipient in an activity or sharing rule", () => {
    const purposes = [
      ...document.activities.flatMap((activity) => activity.purposes),
      ...document.sharingRules.map((rule) => rule.purpose),
    ];
    expect(new Set(purposes)).toEqual(new Set(keysOf(document.purposes)));
    const kinds = document.activities.flatMap((activity) => activity.recipientKinds);
    expect(new Set(kinds)).toEqual(new Set(RecipientKind.options));
    const recipients = document.activities.flatMap((activity) => activity.recipients);
    expect(new Set(recipients)).toEqual(new Set(keysOf(document.recipients)));
  });

  it("with every legal ground, category, channel and kind of users in an activity", () => {
    const named = (pick: (activity: CatalogueEntry<"activities">) => readonly string[]) =>
      new Set(document.activities.flatMap(pick));
    expect(named((activity) => activity.legalGrounds)).toEqual(new Set(keysOf(document.legalGrounds)));
    for (const root of Object.keys(ELEMENTS))
      expect(named((activity) => activity.categories)).toContain(root);
    expect(named((activity) => activity.channels)).toEqual(new Set(keysOf(document.channels)));
    expect(named((activity) => activity.subjectKinds)).toEqual(new Set(keysOf(document.subjectKinds)));
  });

  it.each(CLAUSES)("with clause %s in an activity or sharing rule", (clause) => {
    expect(inUse.filter((entry) => entry.clauses.includes(clause)).map((entry) => entry.key)).not.toEqual([]);
  });

  it("without a clause that the table does not know", () => {
    const entries = catalogueLists.flatMap((list): readonly CatalogueEntry[] => document[list]);
    const named = [...entries, document.controller, ...document.policyVersions].flatMap(
      (each) => each.clauses,
    );
    expect(named.filter((clause) => !CLAUSES.includes(clause))).toEqual([]);
  });
});
