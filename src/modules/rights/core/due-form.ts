import type {
  CalendarDay,
  DataMapSnapshot,
  IntakeRuleEntry,
  RightsRequestKind,
} from "../../datamap/index.js";
import { isRetiredOn } from "../../datamap/core/validity.js";
import type { FormProblem, RequestForm } from "./vocabulary.js";

/** How a request came. */
export interface Arrival {
  readonly kind: RightsRequestKind;
  /** Key of the platform's channel; null where it came by none of them. */
  readonly channel: string | null;
  readonly form: RequestForm;
  /** The address it was sent to, as the sender wrote it. */
  readonly address: string | null;
  readonly subjectLine: string | null;
}

/** What the intake rules say of a request. */
export interface DueForm {
  readonly inDueForm: boolean;
  /** What was missing by the rule that it came closest to; empty where it is in due form. */
  readonly problems: readonly FormProblem[];
  /** Whether the controller answers it all the same. */
  readonly isAnswered: boolean;
}

/**
 * Whether a request is in due form: it follows any one of the intake rules of its kind that were in force on the day of its receipt.
 * A kind without rules may be asked for in any way.
 */
export function dueFormOf(arrival: Arrival, map: DataMapSnapshot, day: CalendarDay): DueForm {
  const rules = map.document.intakeRules.filter(
    (rule) => rule.requestKinds.includes(arrival.kind) && !isRetiredOn(day, rule.retiredOn),
  );
  const judged = rules.map((rule) => ({ rule, problems: problemsUnder(rule, arrival) }));
  if (judged.length === 0 || judged.some(({ problems }) => problems.length === 0)) {
    return { inDueForm: true, problems: [], isAnswered: true };
  }
  const closest = judged.reduce((best, each) =>
    distanceOf(each.problems) < distanceOf(best.problems) ? each : best,
  );
  return {
    inDueForm: false,
    problems: closest.problems,
    isAnswered: judged.some(({ rule }) => rule.ifNotInDueForm === "ANSWERED"),
  };
}

function problemsUnder(rule: IntakeRuleEntry, arrival: Arrival): FormProblem[] {
  const { email, phone, url } = rule.address;
  const problems: FormProblem[] = [];
  if (!isSame(arrival.address, email ?? phone ?? url)) problems.push("OTHER_ADDRESS");
  if (rule.subjectLine !== undefined && !isSame(arrival.subjectLine, rule.subjectLine)) {
    problems.push("OTHER_SUBJECT_LINE");
  }
  if (arrival.channel !== null && rule.notThroughChannels.includes(arrival.channel)) {
    problems.push("CHANNEL_NOT_ADMITTED");
  }
  if (rule.form === "WRITTEN" && arrival.form === "ORAL") problems.push("NOT_IN_WRITING");
  return problems;
}

/** Of two rules that miss as much, the one whose address was written to was meant. */
function distanceOf(problems: readonly FormProblem[]): number {
  return problems.length * 2 + (problems.includes("OTHER_ADDRESS") ? 1 : 0);
}

/** Nobody loses a right by a capital letter or a space. */
function isSame(sent: string | null, asked: string | undefined): boolean {
  return sent !== null && asked !== undefined && plain(sent) === plain(asked);
}

function plain(text: string): string {
  return text.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();
}
