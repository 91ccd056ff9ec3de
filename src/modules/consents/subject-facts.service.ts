import type { EntityManager } from "typeorm";
import type { Sql } from "../../platform/db/sql.js";
import { inBoth, packedOf, placeOf, type PackedSegment, type SubjectNumber } from "../subjects/index.js";
import type { FactsOfSegment, SegmentFact } from "./core/fact-set.js";
import type { SubjectFact } from "./core/subject-fact.js";
import { readFactsIn } from "./facts-of-sets.repository.js";
import { factOf, type SubjectFactRow } from "./subject-fact-row.js";
import { findFactsAbout, type FactAbout } from "./subject-facts.repository.js";

/** What is known to be true of users. What it means on a day, `core/state-of-user.ts` says under a data map. */
export class SubjectFactsService {
  /**
   * All facts about each of the users, for some thousand users at most; a user about whom there is none is left out. One prepared
   * statement, which can be sent with others at once.
   */
  async factsAbout(
    db: EntityManager,
    numbers: readonly SubjectNumber[],
  ): Promise<Map<SubjectNumber, SubjectFact[]>> {
    return factsByNumber(numbers, await this.#find(db, numbers), factOf);
  }

  /** The same with all that is recorded of each fact. */
  async rowsAbout(
    db: EntityManager,
    numbers: readonly SubjectNumber[],
  ): Promise<Map<SubjectNumber, SubjectFactRow[]>> {
    return factsByNumber(numbers, await this.#find(db, numbers), (row) => row);
  }

  #find(db: EntityManager, numbers: readonly SubjectNumber[]): Promise<FactAbout[]> {
    const places = numbers.map(placeOf);
    return findFactsAbout(db, {
      segments: places.map(({ segment }) => segment),
      slots: places.map(({ slot }) => slot),
    });
  }

  /**
   * All facts about the users of a set of any size, one segment after the other, ascending, read as they are used; segments without
   * a fact are left out. `source` is a query of `segment`, `offsets`, `bitmap` as `PackedSegment` describes them, each segment once; its
   * values are texts, numbers and null. Needs a transaction, whose connection is busy until the last segment.
   */
  async *factsIn(db: EntityManager, source: Sql): AsyncGenerator<FactsOfSegment> {
    let members: PackedSegment | null = null;
    let facts: SegmentFact[] = [];
    for await (const { row, fact } of readFactsIn(db, source)) {
      if (fact === null) {
        if (members && facts.length > 0) yield { segment: members.segment, members, facts };
        members = packedOf(row);
        facts = [];
        continue;
      }
      const concerned: PackedSegment | null = members && inBoth(packedOf(row), members);
      if (concerned) facts.push({ fact, members: concerned });
    }
    if (members && facts.length > 0) yield { segment: members.segment, members, facts };
  }
}

function factsByNumber<Fact>(
  numbers: readonly SubjectNumber[],
  found: readonly FactAbout[],
  made: (row: SubjectFactRow) => Fact,
): Map<SubjectNumber, Fact[]> {
  const facts = new Map<SubjectNumber, Fact[]>();
  for (const row of found) {
    const fact = made(row);
    for (const position of row.positions) {
      const number = numbers[position - 1]!;
      const known = facts.get(number);
      if (known) known.push(fact);
      else facts.set(number, [fact]);
    }
  }
  return facts;
}
