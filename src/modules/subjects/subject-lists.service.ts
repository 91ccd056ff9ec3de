import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import type { Sql } from "../../platform/db/sql.js";
import { inTransaction, type Tx } from "../../platform/db/transaction.js";
import type { FieldProblem } from "../../platform/errors.js";
import { isUuid } from "../../platform/ids.js";
import { SubjectSet, type PackedSegment } from "./core/subject-set.js";
import { countOutside, findOutsiders, type AskedMember } from "./subject-list-members.repository.js";
import {
  deleteLists,
  findLists,
  insertList,
  readSegments,
  segmentsOfList,
  type SubjectListRow,
} from "./subject-lists.repository.js";

/** Whoever found a list just before it expired has recorded its disclosure by then. */
const DELETED_AFTER_MS = 3_600_000;
/** Lists of ten million users each, of which so many go within the time a statement has. */
const DELETED_AT_ONCE_MAX = 100;

/** A list that a disclosure may name. */
export type SubjectList = Pick<SubjectListRow, "id" | "subjectCount"> & { readonly digest: Buffer };
/** With the API key that sent it, which alone may name it. */
export type OwnedList = SubjectList & Pick<SubjectListRow, "createdBy">;
/** A list that was sent, or a set that the registry made: references can be matched against either. */
export type ExpiringSet = Pick<SubjectListRow, "id" | "createdBy">;

/** A set that the registry made, to be kept for a while. */
export interface MadeSet {
  readonly id: string;
  readonly segments: readonly PackedSegment[];
  readonly subjectCount: number;
  /** The API key for which it was made. */
  readonly createdBy: string;
  readonly expiresAt: Date;
}

/** What is wrong with naming a list that cannot be named. */
export const UNKNOWN_LIST: FieldProblem = {
  field: "subjectList",
  message:
    "There is no subject list with this id: it never was, has expired, or was sent with another key. Send the list to POST /subject-lists and name the id it answers.",
};

/** Lists of users: sets of numbers that disclosures name, or references are matched against, and that expire. */
export class SubjectListsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Those of the lists named that were sent and have not expired, by the id as it was asked for. Whose they are, the caller of this
   * judges.
   */
  async findAll(ids: readonly string[]): Promise<Map<string, OwnedList>> {
    const lists = await this.#findGood(ids);
    return new Map(
      [...lists].flatMap(([id, { digest, ...list }]): [string, OwnedList][] =>
        digest === null ? [] : [[id, { ...list, digest }]],
      ),
    );
  }

  /** A list that was sent or a set that was made, if it has not expired. Whose it is, the caller of this judges. */
  async findSet(id: string): Promise<ExpiringSet | null> {
    return (await this.#findGood([id])).get(id) ?? null;
  }

  /** Keeps a set until it expires, for references to be matched against. */
  async keep(tx: Tx, { segments, ...set }: MadeSet): Promise<void> {
    await insertList(tx, { ...set, createdAt: this.clock.now(), digest: null }, segments);
  }

  /** Of users asked about, each with a set, the positions of those who are not in it. One statement for any number. */
  findOutsiders(asked: readonly AskedMember[]): Promise<number[]> {
    return findOutsiders(this.dataSource.manager, asked);
  }

  /** How many users of a list are not in a set. */
  countOutside(list: Pick<SubjectListRow, "id">, set: string): Promise<number> {
    return countOutside(this.dataSource.manager, segmentsOfList(list.id), set);
  }

  /** Whether a list has not been deleted by now. */
  async isThere(tx: Tx, list: SubjectList): Promise<boolean> {
    return (await findLists(tx, [list.id])).size > 0;
  }

  /** A query of a list's users, packed by segment: `segment`, `offsets`, `bitmap`. */
  segmentsOf(list: SubjectList): Sql {
    return segmentsOfList(list.id);
  }

  /** The users of a list, read as they are used; the connection is busy until the last one. */
  readSegments(tx: Tx, list: Pick<SubjectListRow, "id">): AsyncIterable<PackedSegment> {
    return readSegments(tx, list.id);
  }

  /** The users of a list. */
  readSet(list: Pick<SubjectListRow, "id">): Promise<SubjectSet> {
    return inTransaction(this.dataSource, async (tx: Tx) => {
      const set = new SubjectSet();
      for await (const segment of readSegments(tx, list.id)) set.addSegment(segment);
      return set;
    });
  }

  /** Removes lists that nobody can name any more; answers how many. */
  async deleteExpired(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - DELETED_AFTER_MS);
    for (let deleted = 0; ;) {
      const portion = await inTransaction(this.dataSource, (tx) =>
        deleteLists(tx, before, DELETED_AT_ONCE_MAX),
      );
      deleted += portion;
      if (portion < DELETED_AT_ONCE_MAX) return deleted;
    }
  }

  async #findGood(ids: readonly string[]): Promise<Map<string, SubjectListRow>> {
    const lists = await findLists(this.dataSource.manager, ids.filter(isUuid));
    const now = this.clock.now();
    return new Map(
      ids.flatMap((id): [string, SubjectListRow][] => {
        const list = lists.get(id.toLowerCase());
        return list && list.expiresAt > now ? [[id, list]] : [];
      }),
    );
  }
}
