import type { Tx } from "../../platform/db/transaction.js";
import { findFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import { AppError, invariant } from "../../platform/errors.js";
import type { Pseudonym, SubjectListsService, SubjectNumber } from "../subjects/index.js";
import { differingFields } from "./core/fact-differences.js";
import { FACT_TEXTS, type FactText, type FactTexts } from "./core/read-fact.js";
import type { FactWritten, PreparedFact } from "./prepared-fact.js";
import { factOf, type SubjectFactRow } from "./subject-fact-row.js";
import { findAbout, findErasedSince, findFactsById, isAboutAll } from "./subject-facts.repository.js";

/** Holds facts that are sent again against what was recorded under their ids: the same is answered, anything else is a conflict. */
export class FactRepetition {
  constructor(private readonly lists: SubjectListsService) {}

  /**
   * Three statements for any number of facts, one more where some are not about the recorded user, and one for each list that is not the
   * one recorded. Of a fact whose user was erased since, neither the user nor the agreement is compared: nothing is left to compare
   * with, and a retry is good for ever.
   */
  async compare(
    tx: Tx,
    repeated: readonly PreparedFact[],
    numbers: ReadonlyMap<Pseudonym, SubjectNumber>,
  ): Promise<Map<PreparedFact, FactWritten>> {
    if (repeated.length === 0) return new Map();
    const ids = [...new Set(repeated.map(({ id }) => id))];
    const rows = await findFactsById(tx, ids);
    const texts = await findFreeTexts(tx, ids);
    const same = await this.#aboutTheSame(tx, repeated, rows, numbers);
    const others = repeated.filter((each) => !each.list && !same.has(each));
    const erased = await findErasedSince(
      tx,
      others.map(({ id }) => id),
    );
    return new Map(
      repeated.map((each): [PreparedFact, FactWritten] => {
        const row = rows.get(each.id);
        invariant(row, "a fact was neither recorded nor there");
        const recorded = { row, texts: texts.get(each.id) ?? {}, isErased: !each.list && erased.has(row.id) };
        return [each, judge(each, recorded, same.has(each))];
      }),
    );
  }

  /** Those facts whose user or users are the recorded one's. */
  async #aboutTheSame(
    tx: Tx,
    repeated: readonly PreparedFact[],
    rows: ReadonlyMap<string, SubjectFactRow>,
    numbers: ReadonlyMap<Pseudonym, SubjectNumber>,
  ): Promise<Set<PreparedFact>> {
    const same = new Set<PreparedFact>();
    const named = repeated.flatMap((fact) => {
      const number = numbers.get([...fact.subjects.keys()][0] ?? ("" as Pseudonym));
      const isOne = rows.get(fact.id)?.subjectCount === 1;
      return number !== undefined && isOne ? [{ fact, factId: fact.id, number }] : [];
    });
    for (const position of await findAbout(tx, named)) same.add(named[position]!.fact);
    for (const fact of repeated) {
      const row = rows.get(fact.id);
      if (!fact.list || row?.subjectCount !== fact.list.subjectCount) continue;
      const isSame =
        row.subjectList === fact.list.id || (await isAboutAll(tx, fact.id, this.lists.segmentsOf(fact.list)));
      if (isSame) same.add(fact);
    }
    return same;
  }
}

/** A fact as it stands, and whether its user was erased since. */
interface Recorded {
  readonly row: SubjectFactRow;
  readonly texts: Readonly<Record<string, string>>;
  readonly isErased: boolean;
}

function judge(
  retried: PreparedFact,
  { row, texts, isErased }: Recorded,
  isAboutTheSame: boolean,
): FactWritten {
  const differing = differingFields(factOf(row), retried.content);
  if (differing === null) {
    return {
      error: new AppError("CONFLICT", "id: A fact of another kind has this id already. Send a fresh id.", [
        "id",
      ]),
    };
  }
  const comparable = isErased ? differing.filter((field) => field !== "agreement") : differing;
  const fields = [...comparable, ...differingTexts(row, texts, retried.texts)];
  if (!isAboutTheSame && !isErased) fields.push(retried.list ? "subjectList" : "subject");
  if (fields.length === 0) return { row, created: false };
  return {
    error: new AppError(
      "CONFLICT",
      `A fact with this id is recorded with other content; what differs: ${fields.join(", ")}. If this is another fact, send a fresh id.`,
      fields,
    ),
  };
}

/** A text that was erased since is committed to, and not compared. */
function differingTexts(
  row: SubjectFactRow,
  recorded: Readonly<Record<string, string>>,
  retried: FactTexts,
): string[] {
  return (Object.keys(FACT_TEXTS) as FactText[])
    .filter((name) => {
      const isErased = name in (row.freeTextCommitments ?? {}) && !(name in recorded);
      return !isErased && recorded[name] !== retried[name];
    })
    .map((name) => FACT_TEXTS[name]);
}
