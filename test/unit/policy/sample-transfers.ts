import type { SubjectFact } from "../../../src/modules/consents/index.js";
import type { DataMapDocument, DataMapSnapshot } from "../../../src/modules/datamap/index.js";
import type { CatalogueList } from "../../../src/modules/datamap/index.js";
import { inPrecedence, type Finding } from "../../../src/modules/policy/core/finding.js";
import { judgeEach } from "../../../src/modules/policy/core/gathered-findings.js";
import { Judge } from "../../../src/modules/policy/core/judge.js";
import type { AuthorityDemand, Transfer } from "../../../src/modules/policy/core/transfer.js";
import type { SubjectNumber } from "../../../src/modules/subjects/index.js";
import { noonOf } from "../consents/sample-facts.js";
import { exampleSnapshot } from "../datamap/example-snapshot.js";

/** The day of most transfers here, and the days around it. */
export const DAY_BEFORE = "2026-03-01";
export const DAY = "2026-03-02";
export const DAY_AFTER = "2026-03-03";

/** What the example data map allows: a courier gets where to deliver. */
export const DELIVERY: Transfer = {
  occurredAt: noonOf(DAY),
  direction: "OUTBOUND",
  recipient: "example_courier",
  purpose: "provision_of_services",
  legalGround: "contract",
  categories: ["identification.first_name", "identification.home_address"],
  agreement: null,
  safeguard: null,
  country: "KZ",
  crossBorder: false,
};

/** Allowed for users who consented: an advertiser gets whom to write to. */
export const MARKETING: Transfer = {
  ...DELIVERY,
  recipient: "example_advertiser",
  purpose: "marketing",
  legalGround: "consent",
  categories: ["identification.email", "usage.services_of_interest"],
};

/** Allowed for users who consented: a bank gets whom it deals with. */
export const BANKING: Transfer = {
  ...DELIVERY,
  recipient: "example_bank",
  legalGround: "consent",
  categories: ["identification.individual_identification_number", "identification.mobile_phone"],
};

/** Allowed, because a safeguard covers it: a company abroad hosts the platform. */
export const HOSTING: Transfer = {
  ...DELIVERY,
  recipient: "example_hosting",
  purpose: "platform_administration",
  categories: ["identification", "usage"],
  country: "DE",
  crossBorder: true,
};

/** Allowed on a lawful demand: a court gets what it asks for. */
export const TO_COURT: Transfer = {
  ...DELIVERY,
  recipient: "example_court",
  purpose: "legal_obligations",
  legalGround: "legal_obligation",
  categories: ["transaction.purchases"],
};

/** Not allowed by the example, because nothing protects it abroad. */
export const ANALYTICS: Transfer = {
  ...DELIVERY,
  recipient: "example_analytics_abroad",
  purpose: "statistics",
  legalGround: "consent",
  categories: ["usage.pages_viewed"],
  country: "US",
  crossBorder: true,
};

export const LAWFUL_DEMAND: AuthorityDemand = { id: "request-1", lawful: true, reviewId: "review-1" };
export const UNLAWFUL_DEMAND: AuthorityDemand = { id: "request-1", lawful: false, reviewId: "review-1" };

/** Changes one entry of a document. */
export function change<List extends CatalogueList>(
  list: List,
  key: string,
  fields: Partial<DataMapDocument[List][number]>,
): (document: DataMapDocument) => void {
  return (document) => {
    const entry = document[list].find(
      (one) => ("key" in one ? one.key : "code" in one ? one.code : "") === key,
    );
    if (!entry) throw new Error(`The example has no ${key} among its ${list}.`);
    Object.assign(entry, fields);
  };
}

/** A transfer with all that bears on it. */
export interface Case {
  readonly transfer: Transfer;
  /** What is different from the example data map. */
  readonly map?: readonly ((document: DataMapDocument) => void)[];
  readonly demand?: AuthorityDemand;
  /** The facts about each of its users; one user without any where not stated. */
  readonly users?: readonly (readonly SubjectFact[])[];
}

const example = exampleSnapshot();

export function mapOf({ map }: Case): DataMapSnapshot {
  return map ? exampleSnapshot((document) => map.forEach((changed) => changed(document))) : example;
}

/** All that a case breaks. */
export function findingsOf(given: Case): Finding[] {
  const judge = new Judge(given.transfer, mapOf(given), given.demand ?? null);
  const facts = (given.users ?? [[]]).map((known, number) => [number as SubjectNumber, known] as const);
  const ofUsers = judgeEach(
    judge,
    facts.map(([number]) => number),
    new Map(facts),
  );
  return inPrecedence([...judge.ofTransfer, ...ofUsers]);
}

/** The codes of all that a case breaks, gaps marked. */
export function codesOf(given: Case): string[] {
  return findingsOf(given).map(({ code, kind }) => (kind === "GAP" ? `${code} (GAP)` : code));
}
