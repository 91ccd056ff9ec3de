import { asTold } from "../as-told.js";
import { resolveCategories } from "../category-tree.js";
import type { DataMapDocument, LegalGroundEntry } from "../document.js";
import type { DocumentProblem } from "../document-problem.js";
import { didYouMean } from "../nearest-key.js";

/** Days are counted in a zone of the IANA database; a bare offset would ignore changes of the law. */
export function checkTimeZone(document: DataMapDocument): DocumentProblem[] {
  const { timeZone } = document.controller;
  if (isTimeZone(timeZone)) return [];
  const known = Intl.supportedValuesOf("timeZone");
  const message = `"${asTold(timeZone)}" is no time zone of the IANA database; write one such as Asia/Almaty.${didYouMean(timeZone, known)}`;
  return [{ path: ["controller", "timeZone"], message }];
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A category says where its data come from, itself or through an ancestor. */
export function checkCategorySources(document: DataMapDocument): DocumentProblem[] {
  return resolveCategories(document.categories).flatMap((category, index) => {
    if (category.sources !== undefined) return [];
    const message = `Neither "${asTold(category.key)}" nor a category above it says where the data come from. Add sources.`;
    return [{ path: ["categories", index], message }];
  });
}

/** A sharing rule is for one recipient or for one kind of recipients. */
export function checkSharingRuleTargets(document: DataMapDocument): DocumentProblem[] {
  return document.sharingRules.flatMap((rule, index) => {
    if ((rule.recipient === undefined) !== (rule.recipientKind === undefined)) return [];
    const message =
      rule.recipient === undefined
        ? "The rule does not say for whom it is. Add recipient or recipientKind."
        : "The rule is for one recipient or for a kind of recipients. Remove recipient or recipientKind.";
    return [{ path: ["sharingRules", index], message }];
  });
}

/** How long a ground lasts is said by the fields that belong to its span, and by no others. */
export function checkGroundValidity(document: DataMapDocument): DocumentProblem[] {
  return document.legalGrounds.flatMap(({ validity }, index) =>
    validity === undefined
      ? []
      : validityMessages(validity).map((message) => ({ path: ["legalGrounds", index, "validity"], message })),
  );
}

function validityMessages({
  lastsFor,
  period,
  extendedBy,
}: NonNullable<LegalGroundEntry["validity"]>): string[] {
  const messages: string[] = [];
  if (lastsFor === "PERIOD" && period === undefined)
    messages.push("A ground that lasts for a PERIOD needs period.");
  if (lastsFor !== "PERIOD" && period !== undefined)
    messages.push("Only a ground that lasts for a PERIOD has period.");
  if (lastsFor !== "AGREEMENT" && extendedBy !== undefined) {
    messages.push("Only a ground that lasts for the AGREEMENT has extendedBy.");
  }
  return messages;
}

/** A recipient that passes data on passes them to somebody else. */
export function checkOnwardRecipients(document: DataMapDocument): DocumentProblem[] {
  return document.recipients.flatMap(({ key, passesOnTo }, index) => {
    const position = passesOnTo.indexOf(key);
    if (position === -1) return [];
    const message = `"${asTold(key)}" cannot pass on to itself. Remove it here.`;
    return [{ path: ["recipients", index, "passesOnTo", position], message }];
  });
}

const TERMS = [
  ["answerWithin", "answerWithinWorkingDays"],
  ["effectiveAfter", "effectiveAfterWorkingDays"],
  ["notifyWithin", "notifyWithinWorkingDays"],
] as const;

/** A term is a period or a number of working days, so that its last day is never in doubt. */
export function checkTerms(document: DataMapDocument): DocumentProblem[] {
  return document.rightsRules.flatMap((rule, index) =>
    TERMS.flatMap(([period, workingDays]) => {
      if (rule[period] === undefined || rule[workingDays] === undefined) return [];
      const message = `The rule states ${period} already. Remove one of the two.`;
      return [{ path: ["rightsRules", index, workingDays], message }];
    }),
  );
}

/** A kind of request follows one rule, so that its course is never in doubt. */
export function checkRightsRules(document: DataMapDocument): DocumentProblem[] {
  const ruleFor = new Map<string, string>();
  return document.rightsRules.flatMap((rule, index) => {
    if (rule.retiredOn !== undefined) return [];
    const other = ruleFor.get(rule.requestKind);
    ruleFor.set(rule.requestKind, other ?? rule.key);
    if (other === undefined) return [];
    const message = `"${asTold(other)}" is the rule for ${rule.requestKind} already. Retire one of the two.`;
    return [{ path: ["rightsRules", index, "requestKind"], message }];
  });
}
