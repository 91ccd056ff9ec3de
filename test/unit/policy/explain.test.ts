import { describe, expect, it } from "@jest/globals";
import { explain } from "../../../src/modules/policy/core/explain.js";
import { FINDING_CODES, type Finding, type FindingCode } from "../../../src/modules/policy/core/finding.js";
import { agreementEnd, consent, noonOf, restriction, withdrawal } from "../consents/sample-facts.js";
import {
  ANALYTICS,
  BANKING,
  change,
  DAY,
  DAY_AFTER,
  DAY_BEFORE,
  DELIVERY,
  findingsOf,
  HOSTING,
  mapOf,
  MARKETING,
  TO_COURT,
  UNLAWFUL_DEMAND,
  type Case,
} from "./sample-transfers.js";

function sentencesOf(given: Case): Map<FindingCode, string> {
  const map = mapOf(given);
  return new Map(findingsOf(given).map((finding) => [finding.code, explain(finding, given.transfer, map)]));
}

const consented = consent(noonOf("2026-02-10"));
const withdrawn = withdrawal(noonOf("2026-03-01"));
const noAgreements = (document: { agreements: unknown[] }): void => void (document.agreements = []);
const without = (rule: string, fields: object) => change("sharingRules", rule, fields);

const SENTENCES: readonly (readonly [code: FindingCode, given: Case, sentence: string])[] = [
  [
    "ENTRY_RETIRED",
    {
      transfer: DELIVERY,
      map: [
        change("purposes", "provision_of_services", { retiredOn: DAY, replacedBy: "statistics" }),
        change("recipients", "example_courier", { retiredOn: DAY_BEFORE }),
      ],
    },
    `By 2026-03-02 the data map had retired recipient "example_courier" and purpose "provision_of_services" (replaced by "statistics") (clauses 4, 9, 16, 22); name what is in use instead, or correct the day of retirement in the data map.`,
  ],
  [
    "AGREEMENT_MISSING",
    { transfer: DELIVERY, map: [noAgreements] },
    `Sharing rule "delivery_by_courier" (clause 16) lets "example_courier" have data only under an agreement, and the data map knows of none; conclude one and add it to the data map before more is sent.`,
  ],
  [
    "AGREEMENT_MISSING",
    { transfer: { ...DELIVERY, agreement: "example_hosting_agreement" } },
    `The data map knows no agreement "example_hosting_agreement" with "example_courier"; name the one that applies, or conclude one and add it to the data map before more is sent.`,
  ],
  [
    "AGREEMENT_NOT_IN_FORCE",
    { transfer: DELIVERY, map: [change("agreements", "example_courier_agreement", { validTo: DAY_BEFORE })] },
    `Agreement "example_courier_agreement" with "example_courier", asked for by sharing rule "delivery_by_courier" (clause 16), was not in force on 2026-03-02, having ended on 2026-03-01; prolong it or conclude another, and say so in the data map before more is sent.`,
  ],
  [
    "AGREEMENT_NOT_IN_FORCE",
    {
      transfer: { ...DELIVERY, agreement: "example_courier_agreement" },
      map: [
        change("agreements", "example_courier_agreement", { validFrom: DAY_AFTER }),
        without("delivery_by_courier", { agreementRequired: false }),
      ],
    },
    `Agreement "example_courier_agreement" with "example_courier" was not in force on 2026-03-02, beginning on 2026-03-03; prolong it or conclude another, and say so in the data map before more is sent.`,
  ],
  [
    "CATEGORY_NOT_PERMITTED",
    { transfer: { ...BANKING, categories: ["identification.email"] }, users: [[consented]] },
    `"identification.email" may not go to "example_bank", because it is not listed by sharing rule "financial_institutions" (clause 17); leave it out, or list it in the rule if the policy allows it.`,
  ],
  [
    "PURPOSE_NOT_PERMITTED",
    { transfer: { ...DELIVERY, purpose: "statistics" } },
    `"example_courier" may not have data for the purpose "statistics", which is not that of sharing rule "delivery_by_courier" (clause 16); name the purpose that applies, or add a rule if the policy allows it.`,
  ],
  [
    "PURPOSE_NOT_PERMITTED",
    { transfer: DELIVERY, map: [without("delivery_by_courier", { validTo: DAY_BEFORE })] },
    `No sharing rule in force on 2026-03-02 is for "example_courier" or its kind, so that the data map does not say whether it may have data; add a rule, or send it nothing.`,
  ],
  [
    "GROUND_NOT_PERMITTED",
    { transfer: { ...DELIVERY, legalGround: "legal_obligation" } },
    `"example_courier" may not have data for "provision_of_services" on the legal ground "legal_obligation", which is not that of sharing rule "delivery_by_courier" (clause 16); name the ground that applies, or add a rule if the policy allows it.`,
  ],
  [
    "CONSENT_MISSING",
    { transfer: MARKETING },
    `These users had given no consent on the ground "consent" (clauses 5, 10, 11, 12) by the moment of the transfer; record the consent if there is one, or leave them out.`,
  ],
  [
    "CONSENT_WITHDRAWN",
    { transfer: { ...MARKETING, occurredAt: noonOf("2026-04-01") }, users: [[consented, withdrawn]] },
    `These users withdrew their consent on the ground "consent" (clauses 5, 10, 11, 12) (fact withdrawal-1), so that the last day it held was 2026-03-31; leave them out until they consent again.`,
  ],
  [
    "CONSENT_WITHDRAWN",
    {
      transfer: { ...MARKETING, occurredAt: noonOf("2026-04-02") },
      users: [
        [consented, withdrawn],
        [consented, { ...withdrawn, id: "withdrawal-2", receivedAt: noonOf("2026-03-02") }],
      ],
    },
    `These users withdrew their consent on the ground "consent" (clauses 5, 10, 11, 12); leave them out until they consent again.`,
  ],
  [
    "CONSENT_EXPIRED",
    {
      transfer: { ...BANKING, occurredAt: noonOf("2031-06-16") },
      users: [[consented, agreementEnd("2026-06-15")]],
    },
    `The consent of these users on the ground "consent" (clauses 5, 10, 11, 12) had run out (fact end-1), so that the last day it held was 2031-06-15; leave them out until they consent again.`,
  ],
  [
    "USE_REFUSED",
    {
      transfer: { ...ANALYTICS, categories: ["usage"] },
      users: [[consented, restriction("REFUSAL", noonOf(DAY), { categories: ["usage.real_time_location"] })]],
    },
    `These users refused the use of "usage", in whole or in part (fact REFUSAL-1) (clauses 8, 12); leave the data or the users out until the refusal is lifted.`,
  ],
  [
    "SUBJECT_BLOCKED",
    { transfer: DELIVERY, users: [[restriction("BLOCK", noonOf(DAY))]] },
    `These users had their data blocked (fact BLOCK-1) (clauses 12, 13, 23); leave them out until the block is lifted.`,
  ],
  [
    "COMMUNICATION_AFTER_DELETION",
    { transfer: MARKETING, users: [[consented, restriction("NO_COMMUNICATION", noonOf(DAY))]] },
    `Purpose "marketing" means communicating with users, and these may not be communicated with any more (fact NO_COMMUNICATION-1) (clauses 9, 22); leave them out until they restore the account.`,
  ],
  [
    "AUTHORITY_REQUEST_MISSING",
    { transfer: TO_COURT },
    `"example_court" may have data only on a lawful demand, by sharing rule "demands_of_authorities" (clause 18), and the disclosure names none; register the authority request and amend the disclosure so that it names it.`,
  ],
  [
    "AUTHORITY_REQUEST_MISSING",
    { transfer: TO_COURT, map: [without("demands_of_authorities", { authorityRequestRequired: false })] },
    `"example_court" may have data only on a lawful demand, as a public authority, and the disclosure names none; register the authority request and amend the disclosure so that it names it.`,
  ],
  [
    "AUTHORITY_REQUEST_UNLAWFUL",
    { transfer: TO_COURT, demand: UNLAWFUL_DEMAND },
    `Authority request request-1 was found unlawful by review review-1, and a lawful one is asked for by sharing rule "demands_of_authorities" (clause 18); send nothing on it, or review it again if that was wrong.`,
  ],
  [
    "SAFEGUARD_MISSING",
    { transfer: ANALYTICS, users: [[consented]] },
    `Data went to "example_analytics_abroad" in US, whose protection of personal data is UNDETERMINED on 2026-03-02, and no safeguard is named by the disclosure or by sharing rule "statistics_abroad" (clauses 4, 10, 19); arrange a safeguard, and add it to the data map before more is sent.`,
  ],
  [
    "SAFEGUARD_MISSING",
    { transfer: { ...HOSTING, country: "FR" } },
    `Data went to "example_hosting" in FR, of whose protection of personal data the data map says nothing on 2026-03-02, and "example_hosting_clauses", named by the disclosure or by sharing rule "hosting_abroad" (clauses 16, 19, 26), does not cover this; have the country assessed or arrange a safeguard, and add it to the data map before more is sent.`,
  ],
  [
    "SAFEGUARD_NOT_IN_FORCE",
    { transfer: HOSTING, map: [change("safeguards", "example_hosting_clauses", { validTo: DAY_BEFORE })] },
    `Safeguard "example_hosting_clauses" for data sent to "example_hosting" in DE (clauses 4, 16, 19, 26) was not in force on 2026-03-02, having ended on 2026-03-01; prolong it or arrange another, and say so in the data map before more is sent.`,
  ],
  [
    "RETENTION_EXCEEDED",
    {
      transfer: { ...ANALYTICS, occurredAt: noonOf("2031-06-16") },
      users: [[consented, agreementEnd("2026-06-15")]],
    },
    `"usage.pages_viewed" of these users should not have been kept after 2031-06-15, by retention rule "while_consent_lasts" (clauses 11, 21); destroy the data instead of disclosing them.`,
  ],
];

describe("a finding is explained in one sentence", () => {
  it.each(SENTENCES)("%s", (code, given, sentence) => {
    expect(sentencesOf(given).get(code)).toBe(sentence);
  });

  it("for every code that is told", () => {
    const told = new Set(SENTENCES.map(([code]) => code));
    expect(FINDING_CODES.filter((code) => !told.has(code))).toEqual(["SUBJECT_ERASED"]);
    const erased: Finding = { code: "SUBJECT_ERASED", kind: "BREACH", detail: {} };
    expect(explain(erased, DELIVERY, mapOf({ transfer: DELIVERY }))).toBe(
      "The data of these users had been erased; leave them out.",
    );
  });
});
