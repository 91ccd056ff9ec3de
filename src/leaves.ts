import { API_KEY_LEAF, API_KEY_REVOCATION_LEAF, API_KEY_SECRET_LEAF } from "./modules/access/api-key.leaf.js";
import { PERSON_IDENTITY_LEAF } from "./modules/access/people/person-identity.leaf.js";
import { SIGN_IN_END_LEAF } from "./modules/access/people/sign-in-end.leaf.js";
import { SECRET_FINGERPRINT_LEAF } from "./modules/access/secret-fingerprint.leaf.js";
import {
  ACCOUNTING_SUSPENSION_LEAF,
  AUTHORITY_REQUEST_LEAF,
  AUTHORITY_REVIEW_LEAF,
} from "./modules/authorities/authority.leaf.js";
import { SUBJECT_FACT_LEAF } from "./modules/consents/subject-fact.leaf.js";
import { DATA_MAP_REVISION_LEAF } from "./modules/datamap/data-map-revision.leaf.js";
import { AMENDMENT_LEAF, SUPERSEDED_LEAF } from "./modules/disclosures/amendment.leaf.js";
import { DISCLOSURE_AUTHORIZATION_LEAF } from "./modules/disclosures/authorization/disclosure-authorization.leaf.js";
import { DISCLOSURE_LEAF } from "./modules/disclosures/disclosure.leaf.js";
import type { LeafKind } from "./modules/ledger/index.js";
import { FINDING_ACKNOWLEDGEMENT_LEAF, FINDING_LEAF } from "./modules/policy/finding.leaf.js";
import { JUDGEMENT_LEAF, JUDGEMENT_SUPERSEDED_LEAF } from "./modules/policy/judgement.leaf.js";
import { POLICY_TEXT_LEAF } from "./modules/published-policy/policy-text.leaf.js";
import { DESTRUCTION_LEAF } from "./modules/retention/destruction.leaf.js";
import { ACCOUNTING_GIVEN_LEAF } from "./modules/rights/accountings/accounting-given.leaf.js";
import { ERASURE_OUTCOME_LEAF } from "./modules/rights/erasure/erasure-outcome.leaf.js";
import {
  RECIPIENT_NOTIFICATION_LEAF,
  RECIPIENT_NOTIFICATION_REPORT_LEAF,
} from "./modules/rights/notifications/recipient-notification.leaf.js";
import {
  RIGHTS_REQUEST_LEAF,
  RIGHTS_REQUEST_STEP_LEAF,
} from "./modules/rights/requests/rights-request.leaf.js";
import { SUBJECT_LOOK_UP_LEAF } from "./modules/subjects/look-ups/look-up.leaf.js";

/**
 * Every kind of leaf: one for each table of facts but the tables of sets, whose rows enter the leaves of their owners. Events recorded
 * while the ledger was off are put in kind by kind, in this order.
 */
export const leaves: readonly LeafKind[] = [
  DATA_MAP_REVISION_LEAF,
  SECRET_FINGERPRINT_LEAF,
  API_KEY_LEAF,
  API_KEY_SECRET_LEAF,
  API_KEY_REVOCATION_LEAF,
  PERSON_IDENTITY_LEAF,
  SIGN_IN_END_LEAF,
  POLICY_TEXT_LEAF,
  SUBJECT_FACT_LEAF,
  AUTHORITY_REQUEST_LEAF,
  AUTHORITY_REVIEW_LEAF,
  ACCOUNTING_SUSPENSION_LEAF,
  DISCLOSURE_AUTHORIZATION_LEAF,
  DISCLOSURE_LEAF,
  AMENDMENT_LEAF,
  SUPERSEDED_LEAF,
  JUDGEMENT_LEAF,
  JUDGEMENT_SUPERSEDED_LEAF,
  FINDING_LEAF,
  FINDING_ACKNOWLEDGEMENT_LEAF,
  RIGHTS_REQUEST_LEAF,
  RIGHTS_REQUEST_STEP_LEAF,
  ERASURE_OUTCOME_LEAF,
  RECIPIENT_NOTIFICATION_LEAF,
  RECIPIENT_NOTIFICATION_REPORT_LEAF,
  ACCOUNTING_GIVEN_LEAF,
  DESTRUCTION_LEAF,
  SUBJECT_LOOK_UP_LEAF,
];
