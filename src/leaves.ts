import { AMENDMENT_LEAF, SUPERSEDED_LEAF } from "./modules/disclosures/amendment.leaf.js";
import { DISCLOSURE_AUTHORIZATION_LEAF } from "./modules/disclosures/authorization/disclosure-authorization.leaf.js";
import { DISCLOSURE_LEAF } from "./modules/disclosures/disclosure.leaf.js";
import type { LeafKind } from "./modules/ledger/index.js";
import { FINDING_ACKNOWLEDGEMENT_LEAF, FINDING_LEAF } from "./modules/policy/finding.leaf.js";
import { JUDGEMENT_LEAF, JUDGEMENT_SUPERSEDED_LEAF } from "./modules/policy/judgement.leaf.js";

/** Every kind of leaf: one for each table of facts but the tables of sets, whose rows enter the leaves of their owners. */
export const leaves: readonly LeafKind[] = [
  DISCLOSURE_LEAF,
  AMENDMENT_LEAF,
  SUPERSEDED_LEAF,
  JUDGEMENT_LEAF,
  JUDGEMENT_SUPERSEDED_LEAF,
  FINDING_LEAF,
  FINDING_ACKNOWLEDGEMENT_LEAF,
  DISCLOSURE_AUTHORIZATION_LEAF,
];
