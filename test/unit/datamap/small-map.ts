import { parseDataMapDocument } from "../../../src/modules/datamap/data-map-document.parser.js";
import type { DataMapDocument } from "../../../src/modules/datamap/core/document.js";

/** A data map with one or two entries of every list, in the fewest words that pass. */
export const SMALL_MAP = `# A comment is kept with the source text.
formatVersion: 1
controller:
  name: Learning Ltd
  country: KZ
  timeZone: Asia/Almaty
  contacts:
    - { purpose: Personal data, email: data@learning.example }
policyVersions:
  - { number: 1, title: Privacy policy, description: The first., language: en, effectiveFrom: 2026-01-27 }
  - { number: 2, title: Privacy policy, description: The second., language: en, effectiveFrom: 2026-06-01 }
subjectKinds:
  - { key: registered, name: Registered users, description: Users with an account., account: REGISTERED }
channels:
  - { key: website, name: Website, description: The web site., kind: WEBSITE }
categories:
  - { key: identification, name: Identification, description: Who it is., sources: [GIVEN_BY_USER], accuracyWarrantedByUser: true, onErasure: ERASED, clauses: [6, 25a] }
  - { key: identification.email, name: E-mail, description: An address. }
  - { key: identification.email.domain, name: Domain, description: Its domain., sources: [COLLECTED_AUTOMATICALLY] }
  - { key: usage, name: Usage, description: What they do., sources: [COLLECTED_AUTOMATICALLY] }
purposes:
  - { key: marketing, name: Marketing, description: To inform., communicatesWithUser: true }
legalGrounds:
  - { key: consent, name: Consent, description: By use., kind: CONSENT, instrument: Privacy policy, validity: { lastsFor: AGREEMENT, extendedBy: P5Y }, withdrawalNotice: P30D }
jurisdictions:
  - { code: KZ, name: Kazakhstan }
  - { code: DE, name: Germany, protection: [{ status: ADEQUATE, validFrom: 2020-01-01, validTo: 2029-12-31 }], calendar: { weekend: [SATURDAY, SUNDAY], years: [{ year: 2026, holidays: [{ date: 2026-03-09, name: Day off }], workingDays: [2026-03-14] }] } }
safeguards:
  - { key: treaty, name: Treaty, description: A treaty., kind: TREATY, instrument: Convention 108, jurisdictions: [DE], validFrom: 2020-01-01, recipients: [example_hosting], securityMeasures: [encryption] }
securityMeasures:
  - { key: encryption, name: Encryption, description: At rest., kind: TECHNICAL }
serviceTypes:
  - { key: hosting, name: Hosting, description: Of systems. }
recipients:
  - { key: example_hosting, name: Hosting GmbH, description: Hosts., kind: SERVICE_PROVIDER, jurisdiction: DE, serviceTypes: [hosting] }
  - { key: example_bank, name: Bank JSC, description: A bank., kind: FINANCIAL_INSTITUTION, jurisdiction: KZ, passesOnTo: [old_bank], collectsOwnConsent: true }
  - { key: old_bank, name: Old Bank, description: Gone., kind: FINANCIAL_INSTITUTION, jurisdiction: KZ, retiredOn: 2026-03-01, replacedBy: example_bank }
agreements:
  - { key: hosting_agreement, name: Agreement, description: For hosting., recipient: example_hosting, validFrom: 2026-01-01, validTo: 2026-12-31, securityMeasures: [encryption] }
sharingRules:
  - { key: hosting_rule, name: Hosting, description: May host., recipient: example_hosting, purpose: marketing, legalGround: consent, categories: [identification], safeguard: treaty, agreementRequired: true }
  - { key: bank_rule, name: Banks, description: May get mail., recipientKind: FINANCIAL_INSTITUTION, purpose: marketing, legalGround: consent, categories: [identification.email], exclusive: true }
dataStores:
  - { key: accounts, name: Accounts, description: Of users., country: DE, operatedBy: example_hosting, combinedWith: [archive], categories: [identification.email], securityMeasures: [encryption] }
  - { key: archive, name: Archive, description: Of old accounts., country: DE }
retentionRules:
  - { key: five_years, name: Five years, description: After the end., categories: [identification], period: P5Y, startEvent: AGREEMENT_ENDED, purposes: [marketing] }
activities:
  - { key: mailing, name: Mailing, description: Of news., purposes: [marketing], legalGrounds: [consent], categories: [identification.email], subjectKinds: [registered], recipients: [example_hosting], dataStores: [accounts], channels: [website], retentionRules: [five_years], securityMeasures: [encryption] }
impediments:
  - { key: forbidden, name: Forbidden by law, description: A law forbids it. }
rightsRules:
  - { key: withdrawal, name: Withdrawal, description: Of consent., requestKind: CONSENT_WITHDRAWAL, effectiveAfter: P30D, impediments: [forbidden] }
intakeRules:
  - { key: by_mail, name: By mail, description: Letters., requestKinds: [COMPLAINT], address: { purpose: Complaints, email: help@learning.example }, subjectLine: personal data, ifNotInDueForm: MAY_GO_UNANSWERED, notThroughChannels: [website] }
`;

export function smallMap(): DataMapDocument {
  return parseDataMapDocument(SMALL_MAP, "small.yaml");
}
