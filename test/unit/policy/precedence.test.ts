import { describe, expect, it } from "@jest/globals";
import { FINDING_CODES, type FindingCode } from "../../../src/modules/policy/core/finding.js";
import { agreementEnd, consent, erasure, noonOf, restriction, withdrawal } from "../consents/sample-facts.js";
import {
  ANALYTICS,
  BANKING,
  change,
  codesOf,
  DAY_BEFORE,
  DELIVERY,
  HOSTING,
  MARKETING,
  TO_COURT,
  UNLAWFUL_DEMAND,
  type Case,
} from "./sample-transfers.js";

const LATER = noonOf("2041-01-01");
const given = consent(noonOf("2026-02-10"));
const withdrawn = [given, withdrawal(noonOf("2026-02-11"))];
const expired = [given, agreementEnd("2026-02-11")];
const refused = restriction("REFUSAL", noonOf("2026-02-11"));
const blocked = restriction("BLOCK", noonOf("2026-02-11"));
const silenced = restriction("NO_COMMUNICATION", noonOf("2026-02-11"));
const erased = erasure(noonOf("2026-02-11"));

const noAgreements = (document: { agreements: unknown[] }): void => void (document.agreements = []);
const ended = change("agreements", "example_courier_agreement", { validTo: DAY_BEFORE });
const safeguardEnded = change("safeguards", "example_hosting_clauses", { validTo: DAY_BEFORE });
const demandedOf = (rule: string) => change("sharingRules", rule, { authorityRequestRequired: true });
const keptForHosting = (document: { retentionRules: object[] }): void => {
  const rule = {
    key: "kept_for_hosting",
    categories: ["usage"],
    purposes: ["platform_administration"],
    clauses: [],
  };
  document.retentionRules.push({ ...rule, startEvent: "AGREEMENT_ENDED", period: "P1D" });
};

/**
 * One case for each two codes that follow one another. Of two that rule each other out,
 * the case has a cause of both, and one finding.
 */
const PAIRS: readonly (readonly [FindingCode, FindingCode, Case, onlyOne?: FindingCode])[] = [
  [
    "ENTRY_RETIRED",
    "AGREEMENT_MISSING",
    {
      transfer: DELIVERY,
      map: [change("recipients", "example_courier", { retiredOn: DAY_BEFORE }), noAgreements],
    },
  ],
  [
    "AGREEMENT_MISSING",
    "AGREEMENT_NOT_IN_FORCE",
    { transfer: { ...DELIVERY, agreement: "unheard_of" }, map: [ended] },
    "AGREEMENT_MISSING",
  ],
  [
    "AGREEMENT_NOT_IN_FORCE",
    "CATEGORY_NOT_PERMITTED",
    { transfer: { ...DELIVERY, categories: ["reviews"] }, map: [ended] },
  ],
  [
    "CATEGORY_NOT_PERMITTED",
    "PURPOSE_NOT_PERMITTED",
    { transfer: { ...DELIVERY, categories: ["reviews"], purpose: "statistics" } },
  ],
  [
    "PURPOSE_NOT_PERMITTED",
    "GROUND_NOT_PERMITTED",
    { transfer: { ...DELIVERY, purpose: "statistics", legalGround: "legal_obligation" } },
  ],
  ["GROUND_NOT_PERMITTED", "CONSENT_MISSING", { transfer: { ...DELIVERY, legalGround: "consent" } }],
  [
    "CONSENT_MISSING",
    "CONSENT_WITHDRAWN",
    { transfer: { ...BANKING, occurredAt: LATER }, users: [withdrawn, []] },
  ],
  [
    "CONSENT_WITHDRAWN",
    "CONSENT_EXPIRED",
    { transfer: { ...BANKING, occurredAt: LATER }, users: [expired, withdrawn] },
  ],
  [
    "CONSENT_EXPIRED",
    "USE_REFUSED",
    { transfer: { ...BANKING, occurredAt: LATER }, users: [[refused, ...expired]] },
  ],
  ["USE_REFUSED", "SUBJECT_BLOCKED", { transfer: DELIVERY, users: [[blocked, refused]] }],
  ["SUBJECT_BLOCKED", "SUBJECT_ERASED", { transfer: HOSTING, users: [[erased, blocked]] }],
  ["SUBJECT_ERASED", "COMMUNICATION_AFTER_DELETION", { transfer: DELIVERY, users: [[silenced, erased]] }],
  [
    "COMMUNICATION_AFTER_DELETION",
    "AUTHORITY_REQUEST_MISSING",
    { transfer: DELIVERY, map: [demandedOf("delivery_by_courier")], users: [[silenced]] },
  ],
  [
    "AUTHORITY_REQUEST_MISSING",
    "AUTHORITY_REQUEST_UNLAWFUL",
    { transfer: TO_COURT, demand: UNLAWFUL_DEMAND },
    "AUTHORITY_REQUEST_UNLAWFUL",
  ],
  [
    "AUTHORITY_REQUEST_UNLAWFUL",
    "SAFEGUARD_MISSING",
    { transfer: ANALYTICS, demand: UNLAWFUL_DEMAND, users: [[given]] },
  ],
  [
    "SAFEGUARD_MISSING",
    "SAFEGUARD_NOT_IN_FORCE",
    { transfer: { ...HOSTING, safeguard: "unheard_of" }, map: [safeguardEnded] },
    "SAFEGUARD_MISSING",
  ],
  [
    "SAFEGUARD_NOT_IN_FORCE",
    "RETENTION_EXCEEDED",
    { transfer: HOSTING, map: [safeguardEnded, keptForHosting], users: [[agreementEnd("2026-02-11")]] },
  ],
];

describe("findings", () => {
  it.each(PAIRS.filter(([, , , only]) => only === undefined))("tell %s before %s", (first, second, given) => {
    expect(codesOf(given)).toEqual([first, second]);
  });

  it.each(PAIRS.filter(([, , , only]) => only !== undefined))(
    "never tell both %s and %s of one user",
    (_first, _second, given, only) => {
      expect(codesOf(given)).toEqual([only]);
    },
  );

  it("are tried above for each two that follow one another", () => {
    const following = FINDING_CODES.slice(0, -1).map((code, place) => [code, FINDING_CODES[place + 1]]);
    expect(PAIRS.map(([first, second]) => [first, second])).toEqual(following);
  });

  it("are all told, in their order, where everything is wrong at once", () => {
    const abroad = { ...MARKETING, occurredAt: LATER, country: "US", crossBorder: true };
    const everything: Case = {
      transfer: { ...abroad, agreement: "unheard_of", categories: ["identification.login", "usage"] },
      map: [
        change("purposes", "marketing", { retiredOn: DAY_BEFORE }),
        demandedOf("marketing_by_advertiser"),
      ],
      users: [[], withdrawn, [...expired, refused], [given, blocked, silenced, erased]],
    };
    expect(codesOf(everything)).toEqual([
      "ENTRY_RETIRED",
      "AGREEMENT_MISSING",
      "CATEGORY_NOT_PERMITTED",
      "CONSENT_MISSING",
      "CONSENT_WITHDRAWN",
      "CONSENT_EXPIRED",
      "USE_REFUSED",
      "SUBJECT_BLOCKED",
      "SUBJECT_ERASED",
      "COMMUNICATION_AFTER_DELETION",
      "AUTHORITY_REQUEST_MISSING",
      "SAFEGUARD_MISSING",
      "RETENTION_EXCEEDED",
    ]);
  });
});
