import type { FieldProblem } from "../../../platform/errors.js";
import type { CalendarDay } from "../../datamap/index.js";
import { slotsOf } from "../../subjects/core/subject-set.js";
import type { FactsOfSegment } from "./fact-set.js";
import type {
  AgreementEndFact,
  ConsentFact,
  FactContent,
  LiftingFact,
  SubjectFact,
  SubjectFactOf,
} from "./subject-fact.js";

type CalendarOf = (moment: Date) => CalendarDay;

/** Whether a fact can be wrong for what is known of its user, so that this has to be looked at before it is recorded. */
export function dependsOnKnown(content: FactContent): boolean {
  return (
    content.kind === "AGREEMENT_END" ||
    content.kind === "LIFTING" ||
    content.kind === "RESTORATION" ||
    (content.kind === "RESTRICTION" && content.restriction === "LEGAL_HOLD") ||
    (content.kind === "CONSENT" && content.agreement !== null)
  );
}

/** What is wrong with a fact about a user of whom all this is known; null where it can be recorded. */
export function problemOfFact(
  content: FactContent,
  known: readonly SubjectFact[],
  dayOf: CalendarOf,
): FieldProblem | null {
  switch (content.kind) {
    case "CONSENT":
      return problemOfConsent(content, known, dayOf);
    case "AGREEMENT_END":
      return problemOfAgreementEnd(content, known, dayOf);
    case "LIFTING":
      return problemOfLifting(content, known);
    default:
      return null;
  }
}

/** An agreement that has ended begins no more: what is agreed afterwards is another one. */
function problemOfConsent(
  { agreement, givenAt }: ConsentFact,
  known: readonly SubjectFact[],
  dayOf: CalendarOf,
): FieldProblem | null {
  if (agreement === null) return null;
  const end = endOfAgreement(agreement, known, dayOf);
  if (!end || dayOf(givenAt) <= end.endedOn) return null;
  return {
    field: "agreement",
    message: `This agreement of the user ended on ${end.endedOn}: name the agreement that was made since, or leave it out.`,
  };
}

function problemOfAgreementEnd(
  { agreement, endedOn }: AgreementEndFact,
  known: readonly SubjectFact[],
  dayOf: CalendarOf,
): FieldProblem | null {
  const begun = startOf(consentsUnder(agreement, known), dayOf);
  if (agreement !== null && begun === null) {
    return {
      field: "agreement",
      message:
        "No consent of this user hangs on this agreement: check its reference, or record the consent first.",
    };
  }
  const end = agreement === null ? endOfAll(known, dayOf) : endOfAgreement(agreement, known, dayOf);
  if (end) {
    const field = agreement === null ? "endedOn" : "agreement";
    return { field, message: `This has been recorded as ended on ${end.endedOn} already.` };
  }
  if (begun !== null && begun > endedOn) {
    return {
      field: "endedOn",
      message: `An agreement cannot end before it began: the first consent that hangs on it was given on ${begun}.`,
    };
  }
  const since = consentedToSince(agreement, endedOn, known, dayOf);
  if (since === null) return null;
  return {
    field: "endedOn",
    message: `A consent that hangs on an agreement begun by then was given on ${since}, so that this agreement had not ended: give its last day, or name the agreement that ended.`,
  };
}

/**
 * The last day after `endedOn` on which a user consented under one of the agreements that are said to have ended then; null where
 * nobody did. Whichever of the two is recorded first, the other one contradicts it.
 */
function consentedToSince(
  ended: string | null,
  endedOn: CalendarDay,
  known: readonly SubjectFact[],
  dayOf: CalendarOf,
): CalendarDay | null {
  const days = consentsUnder(ended, known).flatMap(({ agreement, givenAt }) => {
    const begun = agreement === null ? null : startOf(consentsUnder(agreement, known), dayOf);
    return begun !== null && begun <= endedOn && dayOf(givenAt) > endedOn ? [dayOf(givenAt)] : [];
  });
  return days.sort().at(-1) ?? null;
}

function problemOfLifting(
  { lifts, liftedAt }: LiftingFact,
  known: readonly SubjectFact[],
): FieldProblem | null {
  const restriction = known.find((fact) => fact.kind === "RESTRICTION" && fact.id === lifts);
  if (restriction?.kind !== "RESTRICTION") {
    return {
      field: "restriction",
      message:
        "There is no restriction with this id for this user: `DataSubject.restrictions` lists those there are.",
    };
  }
  if (known.some((fact) => fact.kind === "LIFTING" && fact.lifts === lifts)) {
    return {
      field: "restriction",
      message: "This restriction was lifted before; there is nothing left to lift.",
    };
  }
  if (restriction.from <= liftedAt) return null;
  return { field: "liftedAt", message: "The restriction began later than this: it cannot be lifted before." };
}

function consentsUnder(agreement: string | null, known: readonly SubjectFact[]): SubjectFactOf<"CONSENT">[] {
  return known.filter(
    (fact): fact is SubjectFactOf<"CONSENT"> =>
      fact.kind === "CONSENT" && (agreement === null || fact.agreement === agreement),
  );
}

function startOf(consents: readonly ConsentFact[], dayOf: CalendarOf): CalendarDay | null {
  return consents.map(({ givenAt }) => dayOf(givenAt)).sort()[0] ?? null;
}

/** The end of one agreement: its own, or that of all agreements once it had begun. */
function endOfAgreement(
  agreement: string,
  known: readonly SubjectFact[],
  dayOf: CalendarOf,
): AgreementEndFact | undefined {
  const begun = startOf(consentsUnder(agreement, known), dayOf);
  return known.find(
    (fact): fact is SubjectFactOf<"AGREEMENT_END"> =>
      fact.kind === "AGREEMENT_END" &&
      (fact.agreement === agreement || (fact.agreement === null && begun !== null && begun <= fact.endedOn)),
  );
}

/** The end of all agreements of the user, unless a consent was given since. */
function endOfAll(known: readonly SubjectFact[], dayOf: CalendarOf): AgreementEndFact | undefined {
  const latest = consentsUnder(null, known)
    .map(({ givenAt }) => dayOf(givenAt))
    .sort()
    .at(-1);
  return known.find(
    (fact): fact is SubjectFactOf<"AGREEMENT_END"> =>
      fact.kind === "AGREEMENT_END" &&
      fact.agreement === null &&
      (latest === undefined || latest <= fact.endedOn),
  );
}

/** Of the users of a segment, about how many a fact is wrong, and what is wrong with it for one of them. */
export function problemsInSegment(
  content: FactContent,
  { members, facts }: FactsOfSegment,
  dayOf: CalendarOf,
): { readonly wrong: number; readonly problem: FieldProblem | null } {
  const known = new Map<number, SubjectFact[]>();
  for (const slot of slotsOf(members)) known.set(slot, []);
  for (const each of facts) for (const slot of slotsOf(each.members)) known.get(slot)?.push(each.fact);
  let wrong = 0;
  let first: FieldProblem | null = null;
  for (const facts of known.values()) {
    const problem = problemOfFact(content, facts, dayOf);
    if (problem) wrong += 1;
    first ??= problem;
  }
  return { wrong, problem: first };
}
