import { atOnce } from "../../platform/db/at-once.js";
import { allowLonger, takeNumber, type Tx } from "../../platform/db/transaction.js";
import { commitToFreeText } from "../../platform/erasable-text/free-text.js";
import { insertFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import { badInput, type AppError } from "../../platform/errors.js";
import { problemOfNewId } from "../access/index.js";
import type { CalendarDay } from "../datamap/index.js";
import {
  UNKNOWN_LIST,
  type Pseudonym,
  type SubjectListsService,
  type SubjectNumber,
  type SubjectsService,
} from "../subjects/index.js";
import { dependsOnErasure, refusalByErasure } from "./core/check-erased.js";
import { dependsOnKnown } from "./core/check-fact.js";
import type { SubjectFactKind } from "./core/subject-fact.js";
import type { FactChecks } from "./fact-checks.service.js";
import type { FactListener } from "./fact-listener.js";
import type { FactRepetition } from "./fact-repetition.service.js";
import type { FactWritten, PreparedFact } from "./prepared-fact.js";
import { columnsOf, type NewSubjectFactRow, type SubjectFactRow } from "./subject-fact-row.js";
import {
  findFactsById,
  insertFacts,
  insertListedMembers,
  insertMembers,
} from "./subject-facts.repository.js";
import { lockPseudonyms } from "./user-locks.js";

/** All that is known of the users of a list is looked at, and where their numbers are scattered they become as many rows. */
const LISTED_MS_MAX = 10 * 60_000;

/** Which field of its input says when a fact came to be. */
const MOMENT_FIELDS: Readonly<Record<SubjectFactKind, string>> = {
  CONSENT: "givenAt",
  WITHDRAWAL: "receivedAt",
  AGREEMENT_END: "endedOn",
  RESTRICTION: "from",
  LIFTING: "liftedAt",
  ERASURE: "erasedAt",
  RESTORATION: "restoredAt",
};

/** What the facts of a transaction are judged by. */
export interface WritingContext {
  readonly now: Date;
  /** The controller's calendar. */
  readonly dayOf: (moment: Date) => CalendarDay;
}

type Numbers = ReadonlyMap<Pseudonym, SubjectNumber>;

/** Writes facts with whom they are about and their free text, in the caller's transaction. */
export class FactWriter {
  constructor(
    private readonly subjects: SubjectsService,
    private readonly lists: SubjectListsService,
    private readonly checks: FactChecks,
    private readonly repetition: FactRepetition,
    private readonly listeners: readonly FactListener[],
  ) {}

  /**
   * Records what is new and right, and compares what was recorded before. Answers in order, and how many of the reserved numbers
   * were used.
   */
  async write(
    tx: Tx,
    prepared: readonly PreparedFact[],
    context: WritingContext,
    reserved: readonly SubjectNumber[],
  ): Promise<{ readonly written: FactWritten[]; readonly used: number }> {
    const first = firstOfEachId(prepared);
    await lock(tx, first);
    if (first.some(({ list }) => list !== null)) await allowLonger(tx, LISTED_MS_MAX);
    const [, recorded, found, erased] = await atOnce(tx, () => [
      takeNumber(tx),
      findFactsById(
        tx,
        first.map(({ id }) => id),
      ),
      this.subjects.findAll(tx, new Set(prepared.flatMap(pseudonymsOf))),
      this.subjects.erasedAmong(tx, first.filter(dependsOnErasure).flatMap(pseudonymsOf)),
    ]);
    const fresh = first.filter(({ id }) => !recorded.has(id));
    const refused = await this.#refuse(tx, fresh, found, erased, context);
    const { rows, numbers, used } = await this.#insert(
      tx,
      fresh.filter(({ id }) => !refused.has(id)),
      found,
      reserved,
    );
    for (const { content, subjects } of rows.keys()) {
      if (content.kind !== "RESTORATION") continue;
      await this.subjects.restore(tx, subjects.keys(), context.dayOf(content.restoredAt));
    }
    const repeated = prepared.filter((each) => !refused.has(each.id) && rows.get(each) === undefined);
    const compared = await this.repetition.compare(
      tx,
      repeated,
      await this.#withUnseen(tx, numbers, repeated),
    );
    return {
      used,
      written: prepared.map((each): FactWritten => {
        const error = refused.get(each.id);
        if (error) return { error };
        const row = rows.get(each);
        return row ? { row, created: true } : compared.get(each)!;
      }),
    };
  }

  /** A user of a fact that another call recorded while this one waited may have got a number by it. */
  async #withUnseen(tx: Tx, known: Numbers, repeated: readonly PreparedFact[]): Promise<Numbers> {
    const people = new Set(repeated.flatMap(({ subjects }) => [...subjects.keys()]));
    const unseen = [...people].filter((pseudonym) => !known.has(pseudonym));
    return unseen.length === 0 ? known : new Map([...known, ...(await this.subjects.findAll(tx, unseen))]);
  }

  /** By id what must not be recorded: under an id of another time, or because of what is known of the user. */
  async #refuse(
    tx: Tx,
    fresh: readonly PreparedFact[],
    found: Numbers,
    erased: ReadonlyMap<Pseudonym, CalendarDay>,
    { now, dayOf }: WritingContext,
  ): Promise<Map<string, AppError>> {
    const refused = new Map<string, AppError>();
    for (const fact of fresh) {
      const { id, content } = fact;
      const problem = problemOfNewId(id, now, MOMENT_FIELDS[content.kind]);
      const error = problem ? badInput([problem]) : refusalByErasure(fact, erased, dayOf);
      if (error) refused.set(id, error);
    }
    const wrong = await this.checks.problemsOf(
      tx,
      fresh.filter(({ id }) => !refused.has(id)),
      found,
      dayOf,
    );
    for (const [id, problem] of wrong) refused.set(id, badInput([problem]));
    return refused;
  }

  async #insert(
    tx: Tx,
    accepted: readonly PreparedFact[],
    found: Numbers,
    reserved: readonly SubjectNumber[],
  ): Promise<{ rows: Map<PreparedFact, SubjectFactRow>; numbers: Numbers; used: number }> {
    const rows = new Map<PreparedFact, SubjectFactRow>();
    if (accepted.length === 0) return { rows, numbers: found, used: 0 };
    const texts = accepted.map(textsOf);
    const news = accepted.map((each, index) => newRow(each, texts[index]!.commitments));
    const { moments, ledgerSalt } = await insertFacts(tx, news);
    accepted.forEach((each, index) => {
      const recordedAt = moments.get(each.id);
      if (recordedAt) rows.set(each, { ...news[index]!, recordedAt });
    });
    const created = [...rows.keys()];
    const people = new Map(created.flatMap(({ subjects }) => [...subjects]));
    const { numbers, used } = await this.subjects.resolve(tx, people, reserved, found);
    const named = created.filter(({ list }) => list === null);
    await atOnce(tx, () => [
      insertFreeTexts(
        tx,
        texts.flatMap((each, index) => (rows.has(accepted[index]!) ? each.rows : [])),
      ),
      insertMembers(
        tx,
        named.map(({ id, subjects }) => ({
          id,
          subjects: [...subjects.keys()].map((pseudonym) => numbers.get(pseudonym)!),
        })),
        ledgerSalt,
      ),
    ]);
    for (const each of created) await this.#insertListed(tx, each, ledgerSalt);
    if (created.length > 0) await this.#tell(tx, created);
    return { rows, numbers: new Map([...found, ...numbers]), used };
  }

  async #insertListed(tx: Tx, { id, list }: PreparedFact, ledgerSalt: Buffer | null): Promise<void> {
    if (!list) return;
    await insertListedMembers(tx, id, this.lists.segmentsOf(list), ledgerSalt);
    // A list goes with all of its segments at once: if it is still there, they all were.
    if (!(await this.lists.isThere(tx, list))) throw badInput([UNKNOWN_LIST]);
  }

  async #tell(tx: Tx, created: readonly PreparedFact[]): Promise<void> {
    const ids = created.map(({ id }) => id);
    for (const listener of this.listeners) await listener.factsRecorded(tx, ids);
  }
}

/** An agreement has a text of its own that says nothing: its salt goes into the leaf's commitment to the agreement, and is erased as texts are. */
function textsOf({ id, content, texts }: PreparedFact): ReturnType<typeof commitToFreeText> {
  const namesAgreement = columnsOf(content).agreement !== null;
  return commitToFreeText(id, { ...texts, ...(namesAgreement && { agreement: "" }) });
}

function newRow(
  { id, content, subjects, list, recordedBy }: PreparedFact,
  freeTextCommitments: SubjectFactRow["freeTextCommitments"],
): NewSubjectFactRow {
  return {
    id,
    ...columnsOf(content),
    recordedBy,
    subjectCount: list?.subjectCount ?? subjects.size,
    subjectList: list?.id ?? null,
    freeTextCommitments,
  };
}

/** Of facts that came twice in one batch, the one that came first. */
function firstOfEachId(prepared: readonly PreparedFact[]): PreparedFact[] {
  const first = new Map<string, PreparedFact>();
  for (const each of prepared) if (!first.has(each.id)) first.set(each.id, each);
  return [...first.values()];
}

/** Has facts wait that are checked against earlier ones about the same users. */
async function lock(tx: Tx, facts: readonly PreparedFact[]): Promise<void> {
  const dependent = facts.filter(({ content }) => dependsOnKnown(content));
  if (dependent.length === 0) return;
  await lockPseudonyms(
    tx,
    dependent.flatMap(pseudonymsOf),
    dependent.some(({ list }) => list !== null),
  );
}

function pseudonymsOf({ subjects }: PreparedFact): Pseudonym[] {
  return [...subjects.keys()];
}
