import type { EntityManager } from "typeorm";
import type { Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { invariant } from "../../platform/errors.js";
import {
  inBoth,
  placeOf,
  type PackedSegment,
  type SubjectNumber,
  type SubjectSet,
} from "../subjects/index.js";
import { beginOfEffect } from "./core/begin-of-effect.js";
import type { FactsOfSegment, SegmentFact } from "./core/fact-set.js";
import { readFacts } from "./copied-facts.js";
import type { SubjectFact, SubjectFactKind } from "./core/subject-fact.js";
import { readFactsIn, type SetRow } from "./facts-of-sets.repository.js";
import { factOf, type SubjectFactRow } from "./subject-fact-row.js";
import { findFactsAbout, findFactsById, findUsersOf, type FactAbout } from "./subject-facts.repository.js";
import { readUsersWithFacts } from "./users-of-facts.repository.js";

/** How much a fact can change: disclosures of so many users, as far as they occurred since. */
export interface FactReach {
  readonly since: Date;
  readonly subjectCount: number;
}

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

  /** How much each of the facts can change. */
  async reachOf(db: EntityManager, factIds: readonly string[]): Promise<Map<string, FactReach>> {
    const found = await findFactsById(db, factIds);
    return new Map(
      [...found.values()].map((row) => [
        row.id,
        { since: beginOfEffect(factOf(row)), subjectCount: row.subjectCount },
      ]),
    );
  }

  /** The users whom each of the facts is about, in memory: a byte or two each. */
  usersOf(db: EntityManager, factIds: readonly string[]): Promise<Map<string, SubjectSet>> {
    return findUsersOf(db, factIds);
  }

  /** The users about whom there is a fact of one of these kinds, segment by segment, ascending, read as they are used. */
  usersWith(tx: Tx, kinds: readonly SubjectFactKind[]): AsyncIterable<PackedSegment> {
    return readUsersWithFacts(tx, kinds);
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
   * All facts about the users of a set of any size, one segment after the other, ascending, read as they are used; a segment may be
   * without any. `source` is a query of `segment`, `offsets`, `bitmap` as `PackedSegment` describes them, each segment once; its
   * values are texts, numbers and null. Needs a transaction, whose connection is busy until the last segment.
   */
  async *factsIn(db: EntityManager, source: Sql): AsyncGenerator<FactsOfSegment> {
    const shared = new Map<string, SubjectFact>();
    let rows: SetRow[] = [];
    for await (const row of readFactsIn(db, source)) {
      if (rows.length > 0 && rows[0]!.segment !== row.segment) {
        yield factsOfSegment(rows, shared);
        rows = [];
      }
      rows.push(row);
    }
    if (rows.length > 0) yield factsOfSegment(rows, shared);
  }
}

/** The facts of the one segment of these rows. Facts about many come again in the next segment: they are made once, and `shared`. */
function factsOfSegment(rows: readonly SetRow[], shared: Map<string, SubjectFact>): FactsOfSegment {
  const members = rows.find(({ facts }) => facts === null);
  invariant(members, "facts were read of a segment without users of the set");
  const { segment } = members;
  const concerned: SegmentFact[] = [];
  for (const { facts, isPacked, offsets, bitmap } of rows) {
    if (!facts) continue;
    const read = readFacts(facts);
    if (isPacked) {
      const fact = shared.get(read[0]!.id) ?? read[0]!;
      shared.set(fact.id, fact);
      const common = inBoth({ segment, offsets, bitmap }, members);
      if (common) concerned.push({ fact, members: common });
    } else {
      read.forEach((fact, place) =>
        concerned.push({
          fact,
          members: { segment, offsets: offsets!.subarray(place, place + 1), bitmap: null },
        }),
      );
    }
  }
  const { offsets, bitmap } = members;
  return { segment, members: { segment, offsets, bitmap }, facts: concerned };
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
