import { addPeriod } from "../../datamap/core/add-period.js";
import type { CalendarDay, DataMapSnapshot } from "../../datamap/index.js";
import type { SubjectFact, SubjectFactOf } from "./subject-fact.js";

type Consent = SubjectFactOf<"CONSENT">;
type Withdrawal = SubjectFactOf<"WITHDRAWAL">;
type AgreementEnd = SubjectFactOf<"AGREEMENT_END">;
type Restriction = SubjectFactOf<"RESTRICTION">;
type Lifting = SubjectFactOf<"LIFTING">;
type Erasure = SubjectFactOf<"ERASURE">;
type Restoration = SubjectFactOf<"RESTORATION">;

/** What ends a consent: the user's withdrawal, or the term that the data map sets it. */
export type ConsentEnd = "WITHDRAWAL" | "TERM";

/** A consent at a moment at which it had been given. */
export interface ConsentState {
  readonly consent: Consent;
  readonly holds: boolean;
  /** The last day on which it holds, as far as what had happened by the moment sets one. */
  readonly lastDay: CalendarDay | null;
  /** What sets the last day; null where there is none. */
  readonly endedBy: ConsentEnd | null;
  /** Id of the fact that sets the last day; null where there is none, or where a period from the day it was given sets it. */
  readonly endingFact: string | null;
}

/** A restriction of use at a moment at which it had begun. */
export interface RestrictionState {
  readonly restriction: Restriction;
  /** What lifted it, if anything had by the moment; it holds where nothing had. */
  readonly lifting: Lifting | null;
}

interface End {
  readonly lastDay: CalendarDay;
  readonly endedBy: ConsentEnd;
  readonly endingFact: string | null;
}

/**
 * What the facts about one user mean at a moment.
 *
 * Nothing of it is stored: how long a consent lasts is said by the data map, and a fact can become known long after it happened.
 * When a fact was recorded therefore makes no difference. Days are those of the controller's calendar.
 */
export class StateOfUser {
  readonly #consents: Consent[] = [];
  readonly #withdrawals: Withdrawal[] = [];
  readonly #agreementEnds: AgreementEnd[] = [];
  readonly #restrictions: Restriction[] = [];
  readonly #liftings: Lifting[] = [];
  readonly #erasures: Erasure[] = [];
  readonly #restorations: Restoration[] = [];
  #withdrawalsByGround: ReadonlyMap<string, readonly Withdrawal[]> | undefined;

  /** `today` is the day of the moment; whoever asks about many users at one moment has it at hand. */
  constructor(
    facts: readonly SubjectFact[],
    private readonly map: DataMapSnapshot,
    private readonly at: Date,
    private readonly today: CalendarDay = map.calendarDay(at),
  ) {
    // In the order of their ids, so that two of one moment mean the same in whatever order they were read.
    for (const fact of facts.toSorted((one, other) => (one.id < other.id ? -1 : 1))) this.#sortIn(fact);
  }

  /** The consents given by the moment, on one ground or on any, the latest first. */
  consents(legalGround?: string): ConsentState[] {
    return this.#consents
      .filter((consent) => legalGround === undefined || consent.legalGround === legalGround)
      .sort((one, other) => other.givenAt.getTime() - one.givenAt.getTime())
      .map((consent) => this.#stateOf(consent));
  }

  /** The restrictions laid by the moment, those lifted by then among them. */
  restrictions(): RestrictionState[] {
    return this.#restrictions.map((restriction) => ({
      restriction,
      lifting: this.#liftings.find(({ lifts }) => lifts === restriction.id) ?? null,
    }));
  }

  /** The erasure of the user after which the account was not restored; null where there is none. */
  erasure(): Erasure | null {
    const standing = this.#erasures.filter(
      ({ erasedAt }) => !this.#restorations.some(({ restoredAt }) => erasedAt <= restoredAt),
    );
    return standing[0] ?? null;
  }

  /**
   * The last day of the user's agreements, if all have ended by today: those that consents hang on, or, without a consent,
   * those whose end is known. Null while one lasts, or where none is known.
   */
  agreementsEndedOn(): CalendarDay | null {
    const ends =
      this.#consents.length === 0
        ? this.#agreementEnds
        : this.#consents.map((consent) => this.#agreementEndOf(consent));
    return latestIfAll(ends.map((end) => end?.endedOn ?? null));
  }

  /** The last day on which one of the user's withdrawn consents held, if all were withdrawn; null where one was not, or none is known. */
  consentsWithdrawnOn(): CalendarDay | null {
    return latestIfAll(this.#consents.map((consent) => this.#endByWithdrawal(consent)?.lastDay ?? null));
  }

  /** What had not happened yet counts for nothing. */
  #sortIn(fact: SubjectFact): void {
    switch (fact.kind) {
      case "CONSENT":
        if (fact.givenAt <= this.at) this.#consents.push(fact);
        return;
      case "WITHDRAWAL":
        if (fact.receivedAt <= this.at) this.#withdrawals.push(fact);
        return;
      case "AGREEMENT_END":
        if (fact.endedOn <= this.today) this.#agreementEnds.push(fact);
        return;
      case "RESTRICTION":
        if (fact.from <= this.at) this.#restrictions.push(fact);
        return;
      case "LIFTING":
        if (fact.liftedAt <= this.at) this.#liftings.push(fact);
        return;
      case "ERASURE":
        if (fact.erasedAt <= this.at) this.#erasures.push(fact);
        return;
      case "RESTORATION":
        if (fact.restoredAt <= this.at) this.#restorations.push(fact);
    }
  }

  #stateOf(consent: Consent): ConsentState {
    const term = this.#endByTerm(consent);
    const withdrawal = this.#endByWithdrawal(consent);
    const end = term && withdrawal && term.lastDay < withdrawal.lastDay ? term : (withdrawal ?? term);
    if (!end) return { consent, holds: true, lastDay: null, endedBy: null, endingFact: null };
    return { consent, holds: this.today <= end.lastDay, ...end };
  }

  #endByTerm(consent: Consent): End | null {
    const validity = this.map.legalGround(consent.legalGround)?.validity;
    if (validity?.lastsFor === "PERIOD" && validity.period !== undefined) {
      const lastDay = addPeriod(this.map.calendarDay(consent.givenAt), validity.period);
      return { lastDay, endedBy: "TERM", endingFact: null };
    }
    const ended = validity?.lastsFor === "AGREEMENT" ? this.#agreementEndOf(consent) : null;
    if (!ended) return null;
    const lastDay = addPeriod(ended.endedOn, validity?.extendedBy ?? "P0D");
    return { lastDay, endedBy: "TERM", endingFact: ended.id };
  }

  /** The first withdrawal received after the consent was given; the day of receipt does not count. */
  #endByWithdrawal({ legalGround, givenAt }: Consent): End | null {
    if (this.#withdrawals.length === 0) return null;
    this.#withdrawalsByGround ??= inOrderByGround(this.#withdrawals);
    const first = firstSince(this.#withdrawalsByGround.get(legalGround) ?? [], givenAt);
    if (!first) return null;
    const notice = this.map.legalGround(legalGround)?.withdrawalNotice ?? "P0D";
    const lastDay = addPeriod(this.map.calendarDay(first.receivedAt), notice);
    return { lastDay, endedBy: "WITHDRAWAL", endingFact: first.id };
  }

  /** The first end, on the day the consent was given or later, of the agreement that it hangs on. */
  #agreementEndOf({ agreement, givenAt }: Consent): AgreementEnd | null {
    if (this.#agreementEnds.length === 0) return null;
    const givenOn = this.map.calendarDay(givenAt);
    let first: AgreementEnd | null = null;
    for (const end of this.#agreementEnds) {
      if (end.endedOn < givenOn || (end.agreement !== null && end.agreement !== agreement)) continue;
      if (!first || end.endedOn < first.endedOn) first = end;
    }
    return first;
  }
}

/** A user's withdrawals may be as many as the consents, so they are put in the order of their moments once. */
function inOrderByGround(withdrawals: readonly Withdrawal[]): Map<string, Withdrawal[]> {
  const byGround = new Map<string, Withdrawal[]>();
  const inOrder = withdrawals.toSorted((one, other) => one.receivedAt.getTime() - other.receivedAt.getTime());
  for (const withdrawal of inOrder) {
    const known = byGround.get(withdrawal.legalGround);
    if (known) known.push(withdrawal);
    else byGround.set(withdrawal.legalGround, [withdrawal]);
  }
  return byGround;
}

/** The first of withdrawals in order that was received at a moment or later. */
function firstSince(inOrder: readonly Withdrawal[], moment: Date): Withdrawal | undefined {
  let from = 0;
  for (let to = inOrder.length; from < to;) {
    const middle = (from + to) >>> 1;
    if (inOrder[middle]!.receivedAt < moment) from = middle + 1;
    else to = middle;
  }
  return inOrder[from];
}

/** The latest of the days, if there are any and none is missing. */
function latestIfAll(days: readonly (CalendarDay | null)[]): CalendarDay | null {
  let latest: CalendarDay | null = null;
  for (const day of days) {
    if (day === null) return null;
    if (latest === null || latest < day) latest = day;
  }
  return latest;
}
