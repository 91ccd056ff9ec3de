import type { DataSource } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import { allowLonger, inTransaction, type Tx } from "../../../platform/db/transaction.js";
import { badInput } from "../../../platform/errors.js";
import type { Caller } from "../../../platform/graphql/context.js";
import { newId } from "../../../platform/ids.js";
import { erasedFrom, type SubjectFact } from "../../consents/index.js";
import type { DataMapService } from "../../datamap/index.js";
import { explain, type JudgeService, type Verdict } from "../../policy/index.js";
import type {
  SubjectList,
  SubjectListsService,
  SubjectNumber,
  SubjectsService,
} from "../../subjects/index.js";
import { problemsOfAsking } from "../core/authorized-content.js";
import { ExcludedUsers } from "../core/excluded-users.js";
import { Positions, referencesAt } from "../core/positions.js";
import type { DisclosureInput } from "../core/read-disclosure.js";
import type { DisclosureReferences } from "../disclosure-references.service.js";
import { toJudge, type PreparedDisclosure } from "../prepared-disclosure.js";
import type { RecordDisclosuresService } from "../record-disclosures.service.js";

/** A list of a hundred million users, most of whom something is known of. */
const LISTED_MS_MAX = 2 * 60_000;

/** What would be found about a transfer. */
export type ExpectedFinding = Verdict[number] & {
  readonly message: string;
  /** Where the users concerned stand in `subjects`, from 0; null where a list names them. */
  readonly positions: readonly number[] | null;
};

/** What is known of a transfer before it takes place. */
export interface Evaluation {
  /** The transfer as it was understood, with an id of its own. */
  readonly prepared: PreparedDisclosure;
  /** In precedence. */
  readonly findings: readonly ExpectedFinding[];
  /** Of a list by their numbers; of users named one by one by their places among `prepared.subjects`. */
  readonly excluded: ExcludedUsers;
  /** Where they stand in `subjects`, from 0; null where a list names the users. */
  readonly excludedPositions: readonly number[] | null;
}

/** Judges transfers that have not taken place. Nothing is recorded, and nobody is given a number. */
export class EvaluateDisclosureService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
    private readonly subjects: SubjectsService,
    private readonly lists: SubjectListsService,
    private readonly references: DisclosureReferences,
    private readonly recording: RecordDisclosuresService,
    private readonly judging: JudgeService,
  ) {}

  /** Throws BAD_USER_INPUT where the transfer cannot be understood. */
  async evaluate(asked: DisclosureInput, caller: Caller): Promise<Evaluation> {
    const now = this.clock.now();
    const problems = problemsOfAsking(asked, now);
    if (problems.length > 0) throw badInput(problems);
    // The id it will have is no matter yet, and must not make it pass for a retry.
    const call = { input: { ...asked, id: newId(now) }, caller };
    const [references] = await this.references.findAll([call]);
    const prepared = await this.recording.prepare(call, this.dataMap.current(), references!);
    const verdict = await inTransaction(this.dataSource, (tx) =>
      prepared.list === null
        ? this.#verdictOnNamed(tx, prepared)
        : this.#verdictOnListed(tx, prepared, prepared.list),
    );
    return evaluationOf(prepared, verdict, asked.subjects ?? []);
  }

  async #verdictOnListed(tx: Tx, prepared: PreparedDisclosure, list: SubjectList): Promise<Verdict> {
    await allowLonger(tx, LISTED_MS_MAX);
    return this.judging.verdictOnListed(tx, toJudge(prepared), this.lists.segmentsOf(list));
  }

  /** Users never seen have no number: each one's place among those named takes its part. */
  async #verdictOnNamed(tx: Tx, prepared: PreparedDisclosure): Promise<Verdict> {
    const numbers = await this.subjects.findAll(tx, prepared.subjects.keys());
    const unseen = [...prepared.subjects.keys()].filter((pseudonym) => !numbers.has(pseudonym));
    const erased = await this.subjects.erasedAmong(tx, unseen);
    const { facts: known, demands } = await this.judging.knownAbout(tx, numbers.values(), [
      prepared.content.authorityRequest,
    ]);
    const places: SubjectNumber[] = [];
    const facts = new Map(
      [...prepared.subjects.keys()].flatMap((pseudonym, place) => {
        places.push(place as SubjectNumber);
        const number = numbers.get(pseudonym);
        const erasedOn = erased.get(pseudonym);
        const recorded = number === undefined ? undefined : known.get(number);
        const about = erasedOn === undefined ? recorded : [erasureOn(erasedOn, prepared)];
        return about ? [[place as SubjectNumber, about] as const] : [];
      }),
    );
    return this.judging.verdictOnNamed({ ...toJudge(prepared), subjects: places }, { facts, demands });
  }
}

/** What would be known of an erased user as soon as the transfer was recorded. */
function erasureOn(erasedOn: string, { id, inForce }: PreparedDisclosure): SubjectFact {
  const erasedAt = erasedFrom(erasedOn, inForce);
  return { id, recordedAt: erasedAt, kind: "ERASURE", erasedAt };
}

function evaluationOf(prepared: PreparedDisclosure, verdict: Verdict, sent: readonly string[]): Evaluation {
  const excluded = new ExcludedUsers(verdict, prepared.subjectCount);
  const positions = prepared.list === null ? new Positions(sent) : null;
  const positionsOf = (members: Verdict[number]["members"]) =>
    positions && positions.of(referencesAt(members, prepared.subjects));
  const { transfer, map } = toJudge(prepared);
  return {
    prepared,
    excluded,
    excludedPositions: excluded.isEverybody ? (positions?.all() ?? null) : positionsOf(excluded.segments()),
    findings: verdict.map((found) => ({
      ...found,
      message: explain(found, transfer, map),
      // Where all are concerned, none stands apart.
      positions: found.members.length === 0 ? (positions?.all() ?? null) : positionsOf(found.members),
    })),
  };
}
