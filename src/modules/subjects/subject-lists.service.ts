import { setImmediate as nextTurn } from "node:timers/promises";
import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import type { Sql } from "../../platform/db/sql.js";
import { inTransaction, type Tx } from "../../platform/db/transaction.js";
import { AppError, type FieldProblem } from "../../platform/errors.js";
import type { Caller } from "../../platform/graphql/context.js";
import { isUuid, newId } from "../../platform/ids.js";
import { inSlices } from "../../platform/in-slices.js";
import { UNKNOWN, type BulkNumbers } from "./bulk-numbers.service.js";
import type { ListFormat } from "./core/list-format.js";
import { WORDS_PER_PSEUDONYM } from "./core/pseudonym.js";
import type { ReferenceBatch } from "./core/reference-batch.js";
import { SetDigest } from "./core/set-digest.js";
import type { SubjectNumber } from "./core/subject-number.js";
import { SubjectSet, type PackedSegment } from "./core/subject-set.js";
import { readInBatches } from "./read-in-batches.js";
import { countOutside, findOutsiders, type AskedMember } from "./subject-list-members.repository.js";
import {
  deleteLists,
  findLists,
  insertList,
  readSegments,
  segmentsOfList,
  type SubjectListRow,
} from "./subject-lists.repository.js";
import type { SubjectsService } from "./subjects.service.js";

const LIFETIME_MS = 24 * 3_600_000;
/** Whoever found a list just before it expired has recorded its disclosure by then. */
const DELETED_AFTER_MS = 3_600_000;
/** Lists of ten million users each, of which so many go within the time a statement has. */
const DELETED_AT_ONCE_MAX = 100;

/** A list as it stands in a request. */
export interface SentList {
  /** Its bytes, not compressed. */
  readonly source: AsyncIterable<Buffer>;
  readonly format: ListFormat;
}

/** What the sender of a list is told. */
export interface ReceivedList {
  readonly id: string;
  /** How many different users it names. */
  readonly count: number;
  /** How many lines named a user again. */
  readonly duplicates: number;
  readonly expiresAt: Date;
}

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
    private readonly subjects: SubjectsService,
    private readonly numbers: BulkNumbers,
  ) {}

  /**
   * Reads a list to its end and stores it, as the caller's own. Until the end nothing of it is stored but the numbers of users first
   * seen, so a list that breaks off is simply sent again. Memory does not grow with its length.
   *
   * Throws BAD_USER_INPUT for what is wrong with the list, and whatever the source throws.
   */
  async receive({ source, format }: SentList, caller: Caller): Promise<ReceivedList> {
    const set = new SubjectSet();
    const digest = new SetDigest();
    let references = 0;
    await readInBatches({
      source,
      format,
      hash: this.subjects.bulkHash(),
      keeps: this.subjects.sealsReferences ? "references" : "nothing",
      take: async (batch) => {
        references += batch.size;
        await this.#addTo(set, digest, batch);
      },
    });
    if (references === 0) throw new AppError("BAD_USER_INPUT", "The list is empty: name at least one user.");
    const list = this.#listOf(set, digest, caller);
    await inTransaction(this.dataSource, (tx) => insertList(tx, list, set.segments()));
    return { id: list.id, count: set.size, duplicates: references - set.size, expiresAt: list.expiresAt };
  }

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

  /**
   * Reads references to their end and hands on the lines of those in the set, as they came and in their order, some thousand at
   * a time. Throws like `receive`; what was handed on by then was right.
   */
  async match(
    { source, format }: SentList,
    set: SubjectSet,
    handOn: (lines: Buffer) => Promise<void>,
  ): Promise<void> {
    let references = 0;
    await readInBatches({
      source,
      format,
      hash: this.subjects.bulkHash(),
      keeps: "lines",
      take: async (batch) => {
        references += batch.size;
        const lines = await this.#linesIn(set, batch);
        if (lines.length > 0) await handOn(lines);
      },
    });
    if (references === 0) throw new AppError("BAD_USER_INPUT", "The list is empty: name at least one user.");
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

  async #addTo(set: SubjectSet, digest: SetDigest, batch: ReferenceBatch): Promise<void> {
    const { pseudonyms } = batch;
    const sorted = await pseudonyms.sorted(nextTurn);
    const numbers = await this.numbers.resolve(sorted);
    if (this.subjects.sealsReferences) {
      const references = new Map<SubjectNumber, string>();
      sorted.positions.forEach((position, place) =>
        references.set(numbers[place] as SubjectNumber, batch.textAt(position).toString("utf8")),
      );
      await this.subjects.sealUnsealed(references);
    }
    await inSlices(sorted.count, (from, to) => {
      for (let place = from; place < to; place += 1) {
        const isNew = set.add(numbers[place] as SubjectNumber);
        if (isNew) digest.add(pseudonyms.words, sorted.positions[place]! * WORDS_PER_PSEUDONYM);
      }
    });
  }

  async #linesIn(set: SubjectSet, batch: ReferenceBatch): Promise<Buffer> {
    const sorted = await batch.pseudonyms.sorted(nextTurn);
    const numbers = await this.numbers.find(sorted);
    const lines: Buffer[] = [];
    const places = await batch.pseudonyms.placesIn(sorted, nextTurn);
    await inSlices(batch.size, (from, to) => {
      for (let position = from; position < to; position += 1) {
        const number = numbers[places[position]!] as SubjectNumber;
        if (number !== UNKNOWN && set.has(number)) lines.push(batch.textAt(position), LINE_FEED);
      }
    });
    return Buffer.concat(lines);
  }

  #listOf(set: SubjectSet, digest: SetDigest, caller: Caller): SubjectListRow {
    const createdAt = this.clock.now();
    return {
      id: newId(createdAt),
      createdAt,
      createdBy: caller.keyId,
      subjectCount: set.size,
      digest: this.subjects.digestOfSet(digest),
      expiresAt: new Date(createdAt.getTime() + LIFETIME_MS),
    };
  }
}

const LINE_FEED = Buffer.from("\n");
