import type { EntityManager } from "typeorm";
import type { Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import type { SubjectNumber } from "../subjects/index.js";
import {
  countDistinct,
  disclosuresCovering,
  insertCoverage,
  insertPacked,
  listSubjects,
  readSubjects,
  type CoveredSet,
  type SubjectsSlice,
} from "./coverage.repository.js";

/** Part of the users of one disclosure, in ascending order of their numbers. */
export interface SubjectsPage {
  readonly numbers: readonly SubjectNumber[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/**
 * The sets of users that disclosures cover, readable from either end. How they are stored is this module's secret: callers
 * pass numbers and ids, and embed `disclosuresCovering` as a subquery.
 */
export class CoverageService {
  /** Adds each set to its disclosure, in the transaction that records it. */
  add(tx: Tx, sets: readonly CoveredSet[]): Promise<void> {
    return insertCoverage(tx, sets);
  }

  /**
   * Adds a set of any size to a disclosure inside the database, in the transaction that records it. `source` is a query that answers
   * `segment`, `offsets`, `bitmap` as `PackedSegment` describes them, each segment once.
   */
  addPacked(tx: Tx, disclosureId: string, source: Sql): Promise<void> {
    return insertPacked(tx, disclosureId, source);
  }

  /** A subquery of one column, `disclosure_id`: the disclosures that cover a user. */
  disclosuresCovering(number: SubjectNumber): Sql {
    return disclosuresCovering(number);
  }

  /**
   * How many users the disclosures of each group cover together. `groups` is a subquery of `"group"` (text) and `disclosure_id`,
   * in which a disclosure may stand under several groups. One statement; a group that covers nobody is not answered.
   */
  countDistinct(db: EntityManager, groups: Sql): Promise<Map<string, number>> {
    return countDistinct(db, groups);
  }

  /** The same slice of the users of each disclosure named. One statement for any number of disclosures. */
  async subjectsOf(
    db: EntityManager,
    disclosureIds: readonly string[],
    slice: SubjectsSlice,
  ): Promise<Map<string, SubjectsPage>> {
    const listed = await listSubjects(db, disclosureIds, slice);
    return new Map(disclosureIds.map((id) => [id, pageOf(listed.get(id) ?? [], slice)]));
  }

  /** All users of one disclosure in ascending order, read in the caller's transaction no faster than they are used. */
  streamSubjects(db: EntityManager, disclosureId: string): AsyncIterable<SubjectNumber> {
    return readSubjects(db, disclosureId);
  }
}

function pageOf(numbers: SubjectNumber[], slice: SubjectsSlice): SubjectsPage {
  const backward = slice.direction === "backward";
  const more = numbers.length > slice.limit;
  const page = more ? numbers.slice(0, slice.limit) : numbers;
  return {
    numbers: backward ? page.reverse() : page,
    hasNextPage: backward ? slice.before !== undefined : more,
    hasPreviousPage: backward ? more : slice.after !== undefined,
  };
}
