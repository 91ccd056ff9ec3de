import { addPeriod } from "../../datamap/core/add-period.js";
import type { CalendarDay, DataMapSnapshot } from "../../datamap/index.js";
import { StateOfUser } from "../../consents/core/state-of-user.js";
import type { SubjectFact } from "../../consents/index.js";
import { startsOf, type RetentionStarts } from "./retention-starts.js";
import type { DatedRule, RetentionTerm } from "./retention-term.js";

/** That a term has run out for a user. */
export interface RunOut {
  readonly term: RetentionTerm;
  /** The first day on which the data may no longer be kept; where `keptBy` names rules, as far as the term's own rule goes. */
  readonly dueFrom: CalendarDay;
  /** Keys of the rules for the same purposes that have not run out, sorted. None: the data are due. */
  readonly keptBy: readonly string[];
}

/** More different sets of start days than the users of most registries have. */
const REMEMBERED_MAX = 50_000;

/** What has run out for users by the end of a day, by the facts about each. What depends on the days alone is worked out once. */
export class RetentionJudge {
  #known = new Map<string, readonly RunOut[]>();
  readonly #dueFrom = new Map<string, CalendarDay>();

  /** `end` is the end of the day `asOf` in the controller's calendar: what had not happened by then counts for nothing. */
  constructor(
    private readonly terms: readonly RetentionTerm[],
    private readonly map: DataMapSnapshot,
    private readonly asOf: CalendarDay,
    private readonly end: Date,
  ) {}

  /** In the order of the terms. */
  judge(facts: readonly SubjectFact[]): readonly RunOut[] {
    const starts = startsOf(new StateOfUser(facts, this.map, this.end, this.asOf), this.map);
    const key = `${starts.AGREEMENT_ENDED}|${starts.CONSENT_WITHDRAWN}|${starts.ACCOUNT_DELETED}`;
    let runOut = this.#known.get(key);
    if (!runOut) {
      if (this.#known.size >= REMEMBERED_MAX) this.#known = new Map();
      this.#known.set(key, (runOut = this.terms.flatMap((term) => this.#runOut(term, starts) ?? [])));
    }
    return runOut;
  }

  #runOut(term: RetentionTerm, starts: RetentionStarts): RunOut | null {
    let dueFrom = this.#dueFromOf(term.rule, starts);
    if (dueFrom === null || dueFrom > this.asOf) return null;
    const keptBy = [...term.undated];
    let latest = dueFrom;
    for (const rule of term.alike) {
      const day = this.#dueFromOf(rule, starts);
      if (day === null || day > this.asOf) keptBy.push(rule.key);
      else if (day > latest) latest = day;
    }
    if (keptBy.length === 0) dueFrom = latest;
    return { term, dueFrom, keptBy: keptBy.sort() };
  }

  /** The first day on which the rule lets nothing be kept; null where nothing that ends it is known to have happened. */
  #dueFromOf(rule: DatedRule, starts: RetentionStarts): CalendarDay | null {
    const day = this.#dayAfterPeriod(rule, starts);
    const erasedOn = rule.endsWithAccount ? starts.ACCOUNT_DELETED : null;
    if (day === null || erasedOn === null) return day ?? erasedOn;
    return day < erasedOn ? day : erasedOn;
  }

  /** The day after the rule's last one; null where the event from which it runs is not known to have happened. */
  #dayAfterPeriod({ startEvent, period }: DatedRule, starts: RetentionStarts): CalendarDay | null {
    const start = starts[startEvent];
    if (start === null || period === null) return start;
    const key = `${start}${period}`;
    let day = this.#dueFrom.get(key);
    if (day === undefined) {
      if (this.#dueFrom.size >= REMEMBERED_MAX) this.#dueFrom.clear();
      this.#dueFrom.set(key, (day = addPeriod(addPeriod(start, period), "P1D")));
    }
    return day;
  }
}
