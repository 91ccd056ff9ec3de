import { addPeriod } from "../../datamap/core/add-period.js";
import type {
  CalendarDay,
  DataMapDocument,
  DataMapSnapshot,
  LegalGroundEntry,
  PurposeEntry,
} from "../../datamap/index.js";
import { StateOfUser } from "../../consents/core/state-of-user.js";
import type { ConsentState } from "../../consents/core/state-of-user.js";
import type { Restriction, RestrictionFact, SubjectFact } from "../../consents/index.js";
import { clausesOf, inPrecedence, mergeDetails } from "./finding.js";
import type { Finding, FindingCode, FindingDetail } from "./finding.js";
import { retentionsOf } from "./retention.js";
import type { RetentionStarts, RetentionTerm } from "./retention.js";
import type { Transfer } from "./transfer.js";

const NOTHING: readonly Finding[] = [];

/** The finding of each kind of restriction; null where it forbids no transfer. In precedence. */
const CODE_OF: Readonly<Record<Restriction, FindingCode | null>> = {
  REFUSAL: "USE_REFUSED",
  BLOCK: "SUBJECT_BLOCKED",
  NO_COMMUNICATION: "COMMUNICATION_AFTER_DELETION",
  LEGAL_HOLD: null,
};

/** What a user may have done that stands against transfers. */
type Limiting = Restriction | "ERASURE";

/** The right of users that it rests on, where it does not come from the purpose alone. */
const REQUEST_OF: Readonly<Partial<Record<Limiting, DataMapDocument["rightsRules"][number]["requestKind"]>>> =
  {
    REFUSAL: "REFUSAL_OF_USE",
    BLOCK: "BLOCKING",
    ERASURE: "ERASURE",
  };

/** What one transfer breaks for one of its users, by the facts about that user. What is the same for all users is worked out once. */
export class SubjectJudge {
  /** What it breaks for a user about whom nothing is known, which is most of them. */
  readonly withoutFacts: readonly Finding[];

  readonly #ground: LegalGroundEntry | undefined;
  readonly #purpose: PurposeEntry | undefined;
  readonly #clauses = new Map<Limiting, Pick<FindingDetail, "clauses">>();
  readonly #retentions: readonly RetentionTerm[];

  /** `day` is that of the transfer in the controller's calendar. */
  constructor(
    private readonly transfer: Transfer,
    private readonly map: DataMapSnapshot,
    private readonly day: CalendarDay,
  ) {
    this.#ground = map.legalGround(transfer.legalGround);
    this.#purpose = map.purpose(transfer.purpose);
    this.#retentions = retentionsOf(transfer, map, day);
    this.withoutFacts =
      this.#ground?.kind === "CONSENT" ? [this.#consentFinding("CONSENT_MISSING")] : NOTHING;
  }

  /** In precedence. */
  judge(facts: readonly SubjectFact[]): readonly Finding[] {
    if (facts.length === 0) return this.withoutFacts;
    const state = new StateOfUser(facts, this.map, this.transfer.occurredAt, this.day);
    const findings = [
      ...this.#judgeConsent(state),
      ...this.#judgeRestrictions(state),
      ...this.#judgeRetention(state),
    ];
    return findings.length === 0 ? NOTHING : findings;
  }

  /** Of several consents any may hold. If none does, the one that held longest says what ended it. */
  #judgeConsent(state: StateOfUser): readonly Finding[] {
    if (this.#ground?.kind !== "CONSENT") return NOTHING;
    const consents = state.consents(this.transfer.legalGround);
    if (consents.length === 0) return this.withoutFacts;
    if (consents.some(({ holds }) => holds)) return NOTHING;
    const last = consents.reduce((one, other) => (isLonger(other, one) ? other : one));
    const code = last.endedBy === "WITHDRAWAL" ? "CONSENT_WITHDRAWN" : "CONSENT_EXPIRED";
    const until = last.lastDay === null ? {} : { until: last.lastDay };
    const fact = last.endingFact === null ? {} : { fact: last.endingFact };
    return [this.#consentFinding(code, { ...until, ...fact })];
  }

  #consentFinding(code: FindingCode, detail: FindingDetail = {}): Finding {
    return { code, kind: "BREACH", detail: { ...detail, ...withClauses(this.#ground?.clauses ?? []) } };
  }

  #judgeRestrictions(state: StateOfUser): Finding[] {
    const findings = new Map<FindingCode, Finding>();
    for (const { restriction, lifting } of state.restrictions()) {
      if (lifting !== null) continue;
      const code = CODE_OF[restriction.restriction];
      const detail = code && this.#restricts(restriction);
      if (code && detail) add(code, detail);
    }
    if (state.erasure() !== null) {
      // The fact is not named: its moment is that of a user's request.
      add("SUBJECT_ERASED", this.#clausesOn("ERASURE"));
      if (this.#isCommunication) add("COMMUNICATION_AFTER_DELETION", this.#clausesOn("NO_COMMUNICATION"));
    }
    return inPrecedence([...findings.values()]);

    function add(code: FindingCode, detail: FindingDetail) {
      const known = findings.get(code)?.detail ?? detail;
      findings.set(code, { code, kind: "BREACH", detail: mergeDetails(known, detail) });
    }
  }

  /** What a finding says of the restriction; null where it does not concern the transfer. */
  #restricts(fact: RestrictionFact & { id: string }): FindingDetail | null {
    const { restriction, purposes, categories } = fact;
    if (restriction === "NO_COMMUNICATION" && !this.#isCommunication) return null;
    if (purposes.length > 0 && !purposes.includes(this.transfer.purpose)) return null;
    const clauses = this.#clausesOn(restriction);
    if (categories.length === 0) return { fact: fact.id, ...clauses };
    const concerned = this.transfer.categories
      .filter((category) => categories.some((restricted) => overlap(category, restricted)))
      .sort();
    return concerned.length === 0 ? null : { fact: fact.id, categories: concerned, ...clauses };
  }

  get #isCommunication(): boolean {
    return this.#purpose?.communicatesWithUser === true;
  }

  /** Where the published policy speaks of what the user did: looked up once, because one user in a hundred may have done it. */
  #clausesOn(restriction: Limiting): Pick<FindingDetail, "clauses"> {
    let clauses = this.#clauses.get(restriction);
    if (!clauses) this.#clauses.set(restriction, (clauses = withClauses(this.#findClausesOn(restriction))));
    return clauses;
  }

  /** In the right that users have, or in the purpose that is closed. */
  #findClausesOn(restriction: Limiting): readonly string[] {
    const request = REQUEST_OF[restriction];
    if (request === undefined) return this.#purpose?.clauses ?? [];
    const rules = this.map.document.rightsRules.filter(({ requestKind }) => requestKind === request);
    return rules.find(({ retiredOn }) => retiredOn === undefined || this.day < retiredOn)?.clauses ?? [];
  }

  #judgeRetention(state: StateOfUser): readonly Finding[] {
    if (this.#retentions.length === 0) return NOTHING;
    const starts: RetentionStarts = {
      AGREEMENT_ENDED: state.agreementsEndedOn(),
      CONSENT_WITHDRAWN: state.consentsWithdrawnOn(),
    };
    const details = this.#retentions.flatMap((term) => this.#exceeds(term, starts) ?? []);
    if (details.length === 0) return NOTHING;
    return [{ code: "RETENTION_EXCEEDED", kind: "BREACH", detail: details.reduce(mergeDetails) }];
  }

  /** A category may be kept as long as any of its rules says; one whose start event is not known may say anything. */
  #exceeds({ category, rules }: RetentionTerm, starts: RetentionStarts): FindingDetail | null {
    let until = "";
    for (const { startEvent, period } of rules) {
      const start = starts[startEvent];
      if (start === null) return null;
      const lastDay = addPeriod(start, period);
      if (this.day <= lastDay) return null;
      if (until < lastDay) until = lastDay;
    }
    const clauses = withClauses(clausesOf(rules));
    return { categories: [category], rules: rules.map(({ key }) => key).sort(), until, ...clauses };
  }
}

/** Both have ended; where both did on one day, the withdrawal counts. */
function isLonger(one: ConsentState, other: ConsentState): boolean {
  if (one.lastDay !== other.lastDay) return (one.lastDay ?? "") > (other.lastDay ?? "");
  return one.endedBy === "WITHDRAWAL";
}

/** Whether one category is the other, or lies above or under it. */
function overlap(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

function withClauses(clauses: readonly string[]): Pick<FindingDetail, "clauses"> {
  return clauses.length === 0 ? {} : { clauses: clauses.toSorted() };
}
