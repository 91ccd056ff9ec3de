import type { EntityManager } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { atOnce } from "../../platform/db/at-once.js";
import type { Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { newId } from "../../platform/ids.js";
import type { AuthoritiesService } from "../authorities/index.js";
import type { SubjectFact, SubjectFactsService } from "../consents/index.js";
import type { DataMapSnapshot } from "../datamap/index.js";
import { eventOf } from "../ledger/index.js";
import type { PackedSegment, SetRoots, SubjectNumber } from "../subjects/index.js";
import { inPrecedence } from "./core/finding.js";
import { GatheredFindings, judgeEach, type ConcernedUsers } from "./core/gathered-findings.js";
import { Judge } from "./core/judge.js";
import type { JudgementCause } from "./core/judgement-vocabulary.js";
import type { AuthorityDemand, Transfer } from "./core/transfer.js";
import { insertFindingMembers } from "./finding-members.repository.js";
import type { NewFinding, NewJudgement } from "./finding-row.js";
import { FINDING_LEAF } from "./finding.leaf.js";
import { insertJudgements, lockJudgements, supersedeJudgements } from "./judgements.repository.js";

/** Users asked about in one statement. */
const USERS_PER_STATEMENT = 10_000;

/** A disclosure as far as its judgement depends on it. */
export interface DisclosureToJudge {
  readonly id: string;
  readonly transfer: Transfer;
  /** The revision of the data map in force when it occurred. */
  readonly map: DataMapSnapshot;
  /** The authority's request that it answers, by id; null where it names none. */
  readonly authorityRequest: string | null;
  readonly subjectCount: number;
}

/** One whose users are at hand. */
export interface NamedDisclosure extends DisclosureToJudge {
  readonly subjects: readonly SubjectNumber[];
}

/** What disclosures are judged by, beside the data map. */
export interface Known {
  /** About each user; one about whom nothing is known is not in it. */
  readonly facts: ReadonlyMap<SubjectNumber, readonly SubjectFact[]>;
  /** Of authorities, by their requests' ids. */
  readonly demands: ReadonlyMap<string, AuthorityDemand>;
}

/** What was found about one disclosure, in precedence. Users stand apart only where not all are concerned. */
export type Verdict = readonly ConcernedUsers[];

/** What gives cause to judge; `id` is that of the fact or the review. */
export interface CauseOfJudgement {
  readonly cause: JudgementCause;
  readonly id: string | null;
}

/** What is found about a disclosure that was judged before, and what gave cause to look. */
export interface JudgedAgain {
  readonly disclosure: DisclosureToJudge;
  readonly verdict: Verdict;
  readonly cause: CauseOfJudgement;
}

const RECORDED: CauseOfJudgement = { cause: "RECORDED", id: null };

/** Judges disclosures, and records what was found in the caller's transaction. */
export class JudgeService {
  constructor(
    private readonly clock: Clock,
    private readonly facts: SubjectFactsService,
    private readonly authorities: AuthoritiesService,
    private readonly roots: SetRoots,
  ) {}

  /**
   * What is known about the users of disclosures, and about the requests they answer. One prepared statement for up to ten
   * thousand users, and one if there are requests; both may be sent with others at once.
   *
   * The transaction must have written before it asks: a fact that is recorded at the same moment is then seen here, or sees that
   * this transaction is under way and judges its disclosures again.
   */
  async knownAbout(
    tx: Tx,
    numbers: Iterable<SubjectNumber>,
    authorityRequests: readonly (string | null)[],
  ): Promise<Known> {
    const asked = [...new Set(numbers)];
    const parts: SubjectNumber[][] = [];
    for (let from = 0; from < asked.length; from += USERS_PER_STATEMENT)
      parts.push(asked.slice(from, from + USERS_PER_STATEMENT));
    const requests = authorityRequests.filter((id) => id !== null);
    const [demands, ...facts] = await Promise.all([
      this.authorities.demandsOf(tx, [...new Set(requests)]),
      ...parts.map((part) => this.facts.factsAbout(tx, part)),
    ]);
    return { demands, facts: facts.length === 1 ? facts[0]! : new Map(facts.flatMap((part) => [...part])) };
  }

  /** Judges disclosures that are being recorded; where nothing is found, no statement is sent. */
  async judgeNamed(tx: Tx, disclosures: readonly NamedDisclosure[], known: Known): Promise<void> {
    const judgements = disclosures.flatMap((disclosure) => {
      const verdict = this.verdictOnNamed(disclosure, known);
      return verdict.length > 0 ? [this.#judgementOf(disclosure, verdict, RECORDED)] : [];
    });
    await this.#record(tx, judgements);
  }

  /**
   * Judges a disclosure of any size that is being recorded; `source` answers its users packed, each segment once. As they are read they
   * are shown to `see`, ascending.
   */
  async judgeListed(
    tx: Tx,
    disclosure: DisclosureToJudge,
    source: Sql,
    see: (users: PackedSegment) => void,
  ): Promise<void> {
    const verdict = await this.verdictOnListed(tx, disclosure, source, see);
    if (verdict.length > 0) await this.#record(tx, [this.#judgementOf(disclosure, verdict, RECORDED)]);
  }

  /** What is found about a disclosure whose users are at hand. Nothing is recorded. */
  verdictOnNamed(disclosure: NamedDisclosure, { facts, demands }: Known): Verdict {
    const judge = judgeOf(disclosure, demands);
    return verdictOf(judge, disclosure, judgeEach(judge, disclosure.subjects, facts));
  }

  /** What is found about a disclosure of any size. Nothing is recorded. Needs a transaction. */
  async verdictOnListed(
    db: EntityManager,
    disclosure: DisclosureToJudge,
    source: Sql,
    see?: (users: PackedSegment) => void,
  ): Promise<Verdict> {
    const requests = disclosure.authorityRequest === null ? [] : [disclosure.authorityRequest];
    const judge = judgeOf(disclosure, await this.authorities.demandsOf(db, requests));
    const gathered = new GatheredFindings();
    for await (const { members, facts } of this.facts.factsIn(db, source)) {
      see?.(members);
      gathered.add(judge.ofSegment(members, facts));
    }
    return verdictOf(judge, disclosure, gathered.inPrecedence());
  }

  /** Records verdicts that take the place of those that stand. Needs `lock`. */
  async judgeAgain(tx: Tx, again: readonly JudgedAgain[]): Promise<void> {
    if (again.length === 0) return;
    const judgements = again.map(({ disclosure, verdict, cause }) =>
      this.#judgementOf(disclosure, verdict, cause),
    );
    await this.#record(tx, judgements);
    await supersedeJudgements(
      tx,
      "REJUDGED",
      judgements.map(({ id, disclosureId }) => ({ disclosureId, by: id })),
    );
  }

  /** Keeps others from judging the disclosure again, or amending it, until the transaction ends. */
  lock(tx: Tx, disclosureId: string): Promise<void> {
    return lockJudgements(tx, disclosureId);
  }

  /** What was found about a disclosure no longer stands, because it was amended. */
  async amended(tx: Tx, disclosureId: string, amendmentId: string): Promise<void> {
    await lockJudgements(tx, disclosureId);
    await supersedeJudgements(tx, "AMENDED", [{ disclosureId, by: amendmentId }]);
  }

  #judgementOf(
    { id: disclosureId, map, transfer }: DisclosureToJudge,
    verdict: Verdict,
    { cause, id: causeId }: CauseOfJudgement,
  ): NewJudgement {
    const now = this.clock.now();
    const { occurredAt, recipient, purpose } = transfer;
    const findings = verdict.map((found): NewFinding => ({
      id: newId(now),
      occurredAt,
      recipient,
      purpose,
      code: found.code,
      kind: found.kind,
      detail: found.detail,
      subjectCount: found.subjectCount,
      concernsAll: found.members.length === 0,
      members: found.members,
    }));
    return { id: newId(now), disclosureId, revision: map.revision, cause, causeId, findings };
  }

  async #record(tx: Tx, judgements: readonly NewJudgement[]): Promise<void> {
    if (judgements.length === 0) return;
    const ofSome = judgements.flatMap(({ disclosureId, findings }) =>
      findings.filter(({ concernsAll }) => !concernsAll).map((finding) => ({ disclosureId, ...finding })),
    );
    const sets = ofSome.map(({ id, members }) => ({ id, segments: members }));
    const roots = ofSome.map(({ id, disclosureId, members }) =>
      this.roots.ofSegments(FINDING_LEAF, eventOf(FINDING_LEAF, [id, disclosureId]), members),
    );
    await atOnce(tx, () => [
      insertJudgements(tx, judgements, roots),
      ...(sets.length > 0 ? [insertFindingMembers(tx, sets)] : []),
    ]);
  }
}

function judgeOf(
  { transfer, map, authorityRequest }: DisclosureToJudge,
  demands: ReadonlyMap<string, AuthorityDemand>,
): Judge {
  const demand = authorityRequest === null ? undefined : demands.get(authorityRequest);
  return new Judge(transfer, map, demand ?? null);
}

/** What holds of the transfer concerns all of its users; of what holds of users, all is told of in the same way. */
function verdictOf(
  judge: Judge,
  { subjectCount }: DisclosureToJudge,
  ofUsers: readonly ConcernedUsers[],
): Verdict {
  return inPrecedence([
    ...judge.ofTransfer.map((finding) => ({ ...finding, subjectCount, members: [] })),
    ...ofUsers.map((found) => (found.subjectCount === subjectCount ? { ...found, members: [] } : found)),
  ]);
}
