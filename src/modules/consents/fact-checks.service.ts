import type { Tx } from "../../platform/db/transaction.js";
import type { FieldProblem } from "../../platform/errors.js";
import type { CalendarDay } from "../datamap/index.js";
import type { Pseudonym, SubjectList, SubjectListsService, SubjectNumber } from "../subjects/index.js";
import { dependsOnKnown, problemOfFact, problemsInSegment } from "./core/check-fact.js";
import type { FactContent } from "./core/subject-fact.js";
import type { PreparedFact } from "./prepared-fact.js";
import type { SubjectFactsService } from "./subject-facts.service.js";

type CalendarOf = (moment: Date) => CalendarDay;

/** Holds new facts against what is known of their users. */
export class FactChecks {
  constructor(
    private readonly facts: SubjectFactsService,
    private readonly lists: SubjectListsService,
  ) {}

  /**
   * What is wrong with facts for what is known of their users, by id; those that can be recorded are left out. One statement for all
   * users named, and one for each list.
   */
  async problemsOf(
    tx: Tx,
    facts: readonly PreparedFact[],
    numbers: ReadonlyMap<Pseudonym, SubjectNumber>,
    dayOf: CalendarOf,
  ): Promise<Map<string, FieldProblem>> {
    const problems = new Map<string, FieldProblem>();
    const dependent = facts.filter(({ content }) => dependsOnKnown(content));
    if (dependent.length === 0) return problems;
    const asked = dependent.flatMap(({ subjects }) =>
      [...subjects.keys()].flatMap((each) => numbers.get(each) ?? []),
    );
    const known = await this.facts.factsAbout(tx, [...new Set(asked)]);
    for (const { id, content, subjects, list } of dependent) {
      const problem = list
        ? await this.#problemOfListed(tx, content, list, dayOf)
        : problemOfFact(content, factsOf([...subjects.keys()][0]!), dayOf);
      if (problem) problems.set(id, problem);
    }
    return problems;

    function factsOf(pseudonym: Pseudonym) {
      const number = numbers.get(pseudonym);
      return (number !== undefined && known.get(number)) || [];
    }
  }

  /** A fact about a list must be right for each of its users. Who they are cannot be said, only how many. */
  async #problemOfListed(
    tx: Tx,
    content: FactContent,
    list: SubjectList,
    dayOf: CalendarOf,
  ): Promise<FieldProblem | null> {
    let wrong = 0;
    let first: FieldProblem | null = null;
    for await (const segment of this.facts.factsIn(tx, this.lists.segmentsOf(list))) {
      const found = problemsInSegment(content, segment, dayOf);
      wrong += found.wrong;
      first ??= found.problem;
    }
    return (
      first && {
        field: first.field,
        message: `For ${wrong} of the ${list.subjectCount} users of the list: ${first.message}`,
      }
    );
  }
}
