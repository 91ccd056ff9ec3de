import { checkCalendars } from "./checks/calendars.js";
import { checkPolicyVersions, checkProtectionOverlaps, checkValidity } from "./checks/dates.js";
import { checkCategoryParents, checkDuplicateKeys, checkReplacements } from "./checks/keys.js";
import { checkReferences } from "./checks/references.js";
import {
  checkCategorySources,
  checkGroundValidity,
  checkOnwardRecipients,
  checkRightsRules,
  checkSharingRuleTargets,
  checkTerms,
  checkTimeZone,
} from "./checks/rules.js";
import type { DataMapDocument } from "./document.js";
import type { DocumentProblem } from "./document-problem.js";

const CHECKS: readonly ((document: DataMapDocument) => DocumentProblem[])[] = [
  checkDuplicateKeys,
  checkCategoryParents,
  checkReplacements,
  checkReferences,
  checkValidity,
  checkProtectionOverlaps,
  checkPolicyVersions,
  checkTimeZone,
  checkCategorySources,
  checkSharingRuleTargets,
  checkGroundValidity,
  checkRightsRules,
  checkTerms,
  checkOnwardRecipients,
  checkCalendars,
];

/** Everything wrong across the entries of a document whose shape is right; empty where it can become a revision. */
export function checkDataMap(document: DataMapDocument): DocumentProblem[] {
  return CHECKS.flatMap((check) => check(document));
}
