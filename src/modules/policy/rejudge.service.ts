import { atOnce } from "../../platform/db/at-once.js";
import type { Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import type { SubjectFact } from "../consents/index.js";
import type { SubjectNumber } from "../subjects/index.js";
import type { PendingCause } from "./core/pending-cause.js";
import { isSameVerdict } from "./core/same-verdict.js";
import type {
  DisclosureToJudge,
  JudgedAgain,
  JudgeService,
  Known,
  NamedDisclosure,
  Verdict,
} from "./judge.service.js";
import { findStandingVerdicts } from "./standing-verdicts.js";

/** How often users are judged at most to tell the causes of one disclosure apart: for some ten milliseconds nobody else is served. */
const TELLING_APART_MAX = 5_000;

/** A disclosure, and what may let it be judged otherwise, in the order of ids. */
export interface Touched<Disclosure extends DisclosureToJudge> {
  readonly disclosure: Disclosure;
  readonly causes: readonly PendingCause[];
}

/**
 * Judges recorded disclosures again, as they were judged when they were recorded: as of the same moment, under the same revision of the
 * data map. Where it finds something else, a new judgement stands beside the one it supersedes, and names its cause.
 */
export class RejudgeService {
  constructor(private readonly judge: JudgeService) {}

  /**
   * Keeps others from judging the disclosures again, or amending them, until the transaction ends. Only what is read after that may
   * decide: another process may have judged the same ones under a later fact.
   */
  async lock(tx: Tx, disclosureIds: readonly string[]): Promise<void> {
    // In one order, so that two that lock the same ones cannot wait for each other.
    const inOrder = [...disclosureIds].sort();
    await atOnce(tx, () => inOrder.map((id) => this.judge.lock(tx, id)));
  }

  /** Judges disclosures whose users are at hand. Needs `lock`. */
  async named(tx: Tx, touched: readonly Touched<NamedDisclosure>[]): Promise<void> {
    const standing = await findStandingVerdicts(
      tx,
      touched.map(({ disclosure }) => disclosure.id),
    );
    const known = await this.judge.knownAbout(
      tx,
      touched.flatMap(({ disclosure }) => disclosure.subjects),
      touched.map(({ disclosure }) => disclosure.authorityRequest),
    );
    const again: JudgedAgain[] = [];
    for (const { disclosure, causes } of touched) {
      const before = standing.get(disclosure.id) ?? [];
      const verdict = this.judge.verdictOnNamed(disclosure, known);
      if (isSameVerdict(before, verdict)) continue;
      const { cause, causeId } = this.#decisive({ disclosure, causes }, known, before, verdict);
      again.push({ disclosure, verdict, cause: { cause, id: causeId } });
    }
    await this.judge.judgeAgain(tx, again);
  }

  /** Judges a disclosure of any size; `source` answers its users packed. Needs `lock`. Of several causes one is named that a finding names. */
  async listed(tx: Tx, { disclosure, causes }: Touched<DisclosureToJudge>, source: Sql): Promise<void> {
    const before = (await findStandingVerdicts(tx, [disclosure.id])).get(disclosure.id) ?? [];
    const verdict = await this.judge.verdictOnListed(tx, disclosure, source);
    if (isSameVerdict(before, verdict)) return;
    const { cause, causeId } = namedIn(verdict, causes) ?? causes.at(-1)!;
    await this.judge.judgeAgain(tx, [{ disclosure, verdict, cause: { cause, id: causeId } }]);
  }

  /**
   * Of several causes the one but for which nothing would be new; where there is none, the last that makes a difference. Where there are too many to
   * try, one that a finding names.
   */
  #decisive(
    { disclosure, causes }: Touched<NamedDisclosure>,
    known: Known,
    before: Verdict,
    verdict: Verdict,
  ): PendingCause {
    const last = causes.at(-1)!;
    if (causes.length === 1) return last;
    if (causes.length * disclosure.subjects.length > TELLING_APART_MAX)
      return namedIn(verdict, causes) ?? last;
    const otherwise = causes.map(({ causeId }) =>
      this.judge.verdictOnNamed(disclosure, without(known, causeId, disclosure.subjects)),
    );
    return (
      causes.find((_, index) => isSameVerdict(otherwise[index]!, before)) ??
      causes.findLast((_, index) => !isSameVerdict(otherwise[index]!, verdict)) ??
      last
    );
  }
}

/** The last of the causes that a finding rests on. */
function namedIn(verdict: Verdict, causes: readonly PendingCause[]): PendingCause | undefined {
  const reasons = new Set(verdict.flatMap(({ detail }) => [detail.fact, detail.review]));
  return causes.findLast(({ causeId }) => reasons.has(causeId));
}

/** What would be known about the users but for one fact. */
function without({ facts, demands }: Known, factId: string, subjects: readonly SubjectNumber[]): Known {
  const others = new Map<SubjectNumber, readonly SubjectFact[]>();
  for (const number of subjects) {
    const about = facts.get(number)?.filter(({ id }) => id !== factId) ?? [];
    if (about.length > 0) others.set(number, about);
  }
  return { facts: others, demands };
}
