import { setImmediate as nextTurn } from "node:timers/promises";
import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { inTransaction } from "../../platform/db/transaction.js";
import { AppError } from "../../platform/errors.js";
import type { Caller } from "../../platform/graphql/context.js";
import { newId } from "../../platform/ids.js";
import { inSlices } from "../../platform/in-slices.js";
import { UNKNOWN, type BulkNumbers } from "./bulk-numbers.service.js";
import type { ListFormat } from "./core/list-format.js";
import { WORDS_PER_PSEUDONYM } from "./core/pseudonym.js";
import type { ReferenceBatch } from "./core/reference-batch.js";
import { SetDigest } from "./core/set-digest.js";
import type { SubjectNumber } from "./core/subject-number.js";
import { SubjectSet } from "./core/subject-set.js";
import { readInBatches, type BatchReading } from "./read-in-batches.js";
import { insertList, type SubjectListRow } from "./subject-lists.repository.js";
import type { SubjectsService } from "./subjects.service.js";

const LIFETIME_MS = 24 * 3_600_000;
const LINE_FEED = Buffer.from("\n");

/** A list as it stands in a request. */
export interface SentList {
  /** Its bytes, not compressed. */
  readonly source: AsyncIterable<Buffer>;
  readonly format: ListFormat;
  /** Told how many lines were read, some thousand at a time. What it throws ends the reading. */
  readonly onLines: (lines: number) => void;
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

/** Reads the references that somebody sends: to store them as a list, or to match them against a set. */
export class SentLists {
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
   * Throws BAD_USER_INPUT for what is wrong with the list, and whatever the source and `onLines` throw.
   */
  async receive(sent: SentList, caller: Caller): Promise<ReceivedList> {
    const set = new SubjectSet();
    const digest = new SetDigest();
    const keeps = this.subjects.sealsReferences ? "references" : "nothing";
    const references = await this.#read(sent, keeps, (batch) => this.#addTo(set, digest, batch));
    const list = this.#listOf(set, digest, caller);
    await inTransaction(this.dataSource, (tx) => insertList(tx, list, set.segments()));
    return { id: list.id, count: set.size, duplicates: references - set.size, expiresAt: list.expiresAt };
  }

  /**
   * Reads references to their end and hands on the lines of those in the set, as they came and in their order, some thousand at
   * a time. Throws like `receive`; what was handed on by then was right.
   */
  async match(sent: SentList, set: SubjectSet, handOn: (lines: Buffer) => Promise<void>): Promise<void> {
    await this.#read(sent, "lines", async (batch) => {
      const lines = await this.#linesIn(set, batch);
      if (lines.length > 0) await handOn(lines);
    });
  }

  /** Answers how many references there were. */
  async #read(sent: SentList, keeps: BatchReading["keeps"], take: BatchReading["take"]): Promise<number> {
    let references = 0;
    await readInBatches({
      ...sent,
      hash: this.subjects.bulkHash(),
      keeps,
      take: (batch) => {
        references += batch.size;
        return take(batch);
      },
    });
    if (references === 0) throw new AppError("BAD_USER_INPUT", "The list is empty: name at least one user.");
    return references;
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
