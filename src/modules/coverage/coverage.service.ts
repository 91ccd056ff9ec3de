import type { DataSource, EntityManager } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import type { Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { AppError } from "../../platform/errors.js";
import {
  numberAt,
  packedOf,
  slotsOfRow,
  SubjectSet,
  type PackedSegment,
  type SegmentSlots,
  type SubjectNumber,
  type SubjectsPage,
  type SubjectsSlice,
} from "../subjects/index.js";
import { earliestIdTime, firstIdOf } from "./core/month.js";
import { walkDisclosuresCovering, type CoveringWalk } from "./covering-walk.repository.js";
import { CoveragePartitions } from "./coverage-partitions.service.js";
import {
  countSubjects,
  disclosuresCovering,
  findDisclosuresCovering,
  findDisclosuresCoveringAny,
  findCover,
  insertCoverage,
  insertPacked,
  type CoveredSet,
  type CoveringDisclosure,
} from "./coverage.repository.js";
import {
  countDistinctSubjects,
  findRowsIn,
  findSets,
  listSubjects,
  packedSetOf,
  readGroupedRows,
  readRows,
} from "./covered-sets.repository.js";

/** Users of sparse sets that `countDistinct` compares one by one; more would take longer than anyone waits. */
const SPARSE_USERS_MAX = 2_000_000;

/** Some users of a disclosure, and the group that it is asked for in. */
export interface GroupedPart {
  readonly group: string;
  readonly part: PackedSegment;
}

/**
 * The sets of users that disclosures cover, readable from either end. How they are stored is this module's secret: callers
 * pass numbers, sets and ids, and embed `disclosuresCovering` as a subquery.
 */
export class CoverageService {
  readonly partitions: CoveragePartitions;
  readonly #sparseUsersMax: number;

  constructor(dataSource: DataSource, clock: Clock, options: { readonly sparseUsersMax?: number } = {}) {
    this.partitions = new CoveragePartitions(dataSource, clock);
    this.#sparseUsersMax = options.sparseUsersMax ?? SPARSE_USERS_MAX;
  }

  /** Prepares for coverage of these new disclosures. Call it before the transaction that adds it. */
  makeRoom(disclosureIds: readonly string[]): Promise<void> {
    return this.partitions.makeRoom(disclosureIds);
  }

  /** Adds each set to its disclosure, in the transaction that records it. For sets of thousands at most: it holds them in memory. */
  add(tx: Tx, sets: readonly CoveredSet[]): Promise<void> {
    return insertCoverage(tx, sets);
  }

  /**
   * Adds a set of any size to a disclosure inside the database, in the transaction that records it. `source` is a subquery that answers
   * `segment`, `offsets`, `bitmap` as `PackedSegment` describes them, each segment once.
   */
  addPacked(tx: Tx, disclosureId: string, source: Sql): Promise<void> {
    return insertPacked(tx, disclosureId, source);
  }

  /**
   * A subquery of one column, `disclosure_id`: the disclosures that cover a user. With `occurredFrom` it may leave out those that
   * occurred before, and reads no months that can hold no other.
   */
  disclosuresCovering(number: SubjectNumber, occurredFrom?: Date | null): Sql {
    return disclosuresCovering(number, idsFrom(occurredFrom));
  }

  /** The ids of the disclosures that `disclosuresCovering` names, faster. One statement. */
  findDisclosuresCovering(
    db: EntityManager,
    number: SubjectNumber,
    occurredFrom?: Date | null,
  ): Promise<string[]> {
    return findDisclosuresCovering(db, number, idsFrom(occurredFrom));
  }

  /**
   * The ids of the next disclosures of a walk along those that cover a user, in its order; with `occurredFrom` as above. It reads no more
   * than it answers, however many there are. One statement.
   */
  walkDisclosuresCovering(
    db: EntityManager,
    number: SubjectNumber,
    walk: CoveringWalk,
    occurredFrom?: Date | null,
  ): Promise<string[]> {
    return walkDisclosuresCovering(db, number, walk, idsFrom(occurredFrom));
  }

  /**
   * The next `limit` disclosures after an id that cover any of the users asked about and occurred since, in the order of their ids,
   * with what each was asked for (a UUID); some that occurred earlier may be among them. For some thousand users. One statement.
   */
  findDisclosuresCoveringAny(
    db: EntityManager,
    asked: readonly {
      readonly askedFor: string;
      readonly subjects: Iterable<SubjectNumber>;
      readonly occurredFrom: Date;
    }[],
    page: { readonly after: string; readonly limit: number },
  ): Promise<CoveringDisclosure[]> {
    const users = asked.map(({ askedFor, subjects, occurredFrom }) => ({
      askedFor,
      subjects,
      firstId: firstIdOf(occurredFrom),
    }));
    return findDisclosuresCoveringAny(db, users, page);
  }

  /** The users of each disclosure named, for disclosures of thousands at most: it holds them in memory. One statement. */
  setsOf(db: EntityManager, disclosureIds: readonly string[]): Promise<Map<string, SubjectSet>> {
    return findSets(db, disclosureIds);
  }

  /** A query of the users of one disclosure, of any size: `segment`, `offsets`, `bitmap` as `PackedSegment` describes them. */
  packedSetOf(disclosureId: string): Sql {
    return packedSetOf(disclosureId);
  }

  /** The same slice of the users of each disclosure named. One statement for any number of disclosures. */
  subjectsOf(
    db: EntityManager,
    disclosureIds: readonly string[],
    slice: SubjectsSlice,
  ): Promise<Map<string, SubjectsPage>> {
    return listSubjects(db, disclosureIds, slice);
  }

  /** All users of one disclosure in ascending order, read in the caller's transaction no faster than they are used. */
  async *streamSubjects(db: EntityManager, disclosureId: string): AsyncGenerator<SubjectNumber> {
    for await (const row of readRows(db, disclosureId)) {
      for (const slot of slotsOfRow(row)) yield numberAt({ segment: row.segment, slot });
    }
  }

  /** The same segment by segment, ascending; of each the slots of its users, ascending. */
  async *streamSegments(db: EntityManager, disclosureId: string): AsyncGenerator<SegmentSlots> {
    let current = null as { readonly segment: number; readonly slots: number[] } | null;
    for await (const row of readRows(db, disclosureId)) {
      const slots = slotsOfRow(row);
      // One or two users of a segment have a row each.
      if (current?.segment === row.segment) {
        current.slots.push(...slots);
        continue;
      }
      if (current) yield current;
      current = { segment: row.segment, slots: [...slots] };
    }
    if (current) yield current;
  }

  /**
   * The users of any number of disclosures, as parts of sets and in no order, each with the group of its disclosure: some parts at a time,
   * read in the caller's transaction no faster than they are used, so that memory does not grow with them. `groups` is as for `countDistinct`.
   */
  async *streamGroups(db: EntityManager, groups: Sql): AsyncGenerator<GroupedPart[]> {
    for await (const rows of readGroupedRows(db, groups)) {
      yield rows.map((row) => ({ group: row.group, part: packedOf(row) }));
    }
  }

  covers(db: EntityManager, disclosureId: string, number: SubjectNumber): Promise<boolean> {
    return findCover(db, disclosureId, number);
  }

  /** How many users a disclosure covers. */
  count(db: EntityManager, disclosureId: string): Promise<number> {
    return countSubjects(db, disclosureId);
  }

  /** Those of a set whom a disclosure covers. */
  async intersect(db: EntityManager, disclosureId: string, set: SubjectSet): Promise<SubjectSet> {
    const common = new SubjectSet();
    const segments = [...set.segments()].map(({ segment }) => segment);
    for (const row of await findRowsIn(db, disclosureId, segments)) {
      for (const slot of slotsOfRow(row)) {
        const number = numberAt({ segment: row.segment, slot });
        if (set.has(number)) common.add(number);
      }
    }
    return common;
  }

  /**
   * How many users the disclosures of each group cover together, counted in the database by the union of their sets. `groups` is a
   * subquery of `"group"` (text) and `disclosure_id`, in which a disclosure may stand under several groups; a group that covers nobody is not
   * answered. One statement. Throws TOO_COSTLY where too many of the sets are sparse.
   */
  async countDistinct(db: EntityManager, groups: Sql): Promise<Map<string, number>> {
    const counts = await countDistinctSubjects(db, groups, this.#sparseUsersMax);
    if (counts !== null) return counts;
    throw new AppError(
      "TOO_COSTLY",
      `Distinct users are counted over at most ${this.#sparseUsersMax.toLocaleString("en")} users of small disclosures: ask for a shorter period, or with a narrower filter.`,
    );
  }
}

function idsFrom(occurredFrom?: Date | null): Date | undefined {
  return occurredFrom ? new Date(earliestIdTime(occurredFrom.getTime())) : undefined;
}
