import { createHmac } from "node:crypto";
import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { inTransaction } from "../../platform/db/transaction.js";
import { AppError, badInput } from "../../platform/errors.js";
import type { Caller } from "../../platform/graphql/context.js";
import { isUuid, newId } from "../../platform/ids.js";
import type { Keyring } from "../../platform/keyring.js";
import { problemsOfFactId, problemsOfMissingId } from "../access/index.js";
import type { DataMapService, DataMapSnapshot } from "../datamap/index.js";
import {
  UNKNOWN_LIST,
  type SubjectList,
  type SubjectListsService,
  type SubjectsService,
} from "../subjects/index.js";
import type { FactInput, FactReader, FactReading } from "./core/read-fact.js";
import type { FactWriter } from "./fact-writer.service.js";
import type { FactWritten, PreparedFact, RecordedFact } from "./prepared-fact.js";
import { findFactsById } from "./subject-facts.repository.js";

const BATCH_SIZE_MAX = 1_000;
const AGREEMENT_DIGEST_BYTES = 16;

/** Records facts about users: idempotent by id, as disclosures are. A batch is one transaction. */
export class RecordFactsService {
  readonly #agreementKey: Buffer;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
    private readonly subjects: SubjectsService,
    private readonly lists: SubjectListsService,
    private readonly writer: FactWriter,
    keyring: Keyring,
  ) {
    this.#agreementKey = keyring.derive("user-agreement/v1");
  }

  /** Throws what is wrong with the fact; a retry answers the record with `created` false. */
  async record<Input extends FactInput>(
    input: Input,
    read: FactReader<Input>,
    caller: Caller,
  ): Promise<RecordedFact> {
    const [written] = await this.#recordAll([input], read, caller);
    if ("error" in written!) throw written.error;
    return written!;
  }

  /** 1 to 1,000 facts of one kind, each with its own fate: what is wrong with one hinders no other. Answers in order. */
  recordBatch<Input extends FactInput>(
    inputs: readonly Input[],
    read: FactReader<Input>,
    caller: Caller,
  ): Promise<FactWritten[]> {
    if (inputs.length < 1 || inputs.length > BATCH_SIZE_MAX) {
      throw new AppError("BAD_USER_INPUT", `inputs: Send 1 to ${BATCH_SIZE_MAX} of them in one call.`, [
        "inputs",
      ]);
    }
    return this.#recordAll(inputs, read, caller);
  }

  async #recordAll<Input extends FactInput>(
    inputs: readonly Input[],
    read: FactReader<Input>,
    caller: Caller,
  ): Promise<FactWritten[]> {
    const now = this.clock.now();
    const map = this.dataMap.current();
    const lists = await this.#findLists(inputs, caller);
    const readings = await this.#readAll(inputs, read, map, now);
    const outcomes = inputs.map((input, index) =>
      this.#prepare(input, readings[index]!, lists[index]!, caller, now),
    );
    const prepared = outcomes.filter((outcome): outcome is PreparedFact => !("error" in outcome));
    if (prepared.length === 0) return outcomes as FactWritten[];
    const people = new Set(prepared.flatMap(({ subjects }) => [...subjects.keys()]));
    const context = { now, dayOf: (moment: Date) => map.calendarDay(moment) };
    const { written } = await this.subjects.withReservedNumbers(people.size, (reserved) =>
      inTransaction(this.dataSource, (tx) => this.writer.write(tx, prepared, context, reserved)),
    );
    const byPrepared = new Map(prepared.map((each, index) => [each, written[index]!]));
    return outcomes.map((outcome) => ("error" in outcome ? outcome : byPrepared.get(outcome)!));
  }

  /** An entry that seems unknown may have come with a revision that this process has not heard of yet. */
  async #readAll<Input extends FactInput>(
    inputs: readonly Input[],
    read: FactReader<Input>,
    map: DataMapSnapshot,
    now: Date,
  ): Promise<FactReading[]> {
    const readUnder = (under: DataMapSnapshot) =>
      inputs.map((input) =>
        read(input, { map: under, now, agreementDigest: (text) => this.#digestOf(text) }),
      );
    const readings = readUnder(map);
    if (!readings.some((reading) => "problems" in reading)) return readings;
    const newest = await this.dataMap.refresh();
    return newest.revision === map.revision ? readings : readUnder(newest);
  }

  #prepare(
    input: FactInput,
    reading: FactReading,
    list: SubjectList | null,
    caller: Caller,
    now: Date,
  ): PreparedFact | { readonly error: AppError } {
    const isListUnknown = input.subjectList != null && input.subject == null && list === null;
    const problems = [
      ...problemsOfMissingId(input.id, caller, "fact"),
      ...problemsOfFactId(input.id),
      ...("problems" in reading ? reading.problems : []),
      ...(isListUnknown ? [UNKNOWN_LIST] : []),
    ];
    if ("problems" in reading || problems.length > 0) return { error: badInput(problems) };
    const { content, reference, texts } = reading.read;
    return {
      id: input.id ?? newId(now),
      content,
      texts,
      subjects: this.subjects.name(reference === null ? [] : [reference]),
      list,
      recordedBy: caller.keyId,
    };
  }

  /**
   * For each input the list it names, or null where there is none for this caller. A list that is gone is known from the fact recorded
   * with it, so that a retry is good for ever. At most two statements for any number of inputs.
   */
  async #findLists(inputs: readonly FactInput[], caller: Caller): Promise<(SubjectList | null)[]> {
    const named = inputs.flatMap(({ subjectList }) => subjectList ?? []);
    if (named.length === 0) return inputs.map(() => null);
    const found = await this.lists.findAll(named);
    const lists = inputs.map(({ subjectList }) => {
      const list = found.get(subjectList ?? "");
      return list?.createdBy === caller.keyId ? list : null;
    });
    const retries = inputs.flatMap(({ id, subjectList }, index) =>
      id != null && isUuid(id) && subjectList != null && !lists[index] ? [id] : [],
    );
    if (retries.length === 0) return lists;
    const recorded = await findFactsById(this.dataSource.manager, retries);
    return inputs.map(({ id, subjectList }, index): SubjectList | null => {
      const row = recorded.get(id ?? "");
      if (lists[index] || !row || row.subjectList !== subjectList?.toLowerCase()) return lists[index]!;
      // Its digest is not compared: whom a fact is about is compared user by user, or by the list.
      return { id: row.subjectList, subjectCount: row.subjectCount, digest: Buffer.alloc(0) };
    });
  }

  #digestOf(agreement: string): string {
    const digest = createHmac("sha256", this.#agreementKey).update(agreement, "utf8").digest();
    return digest.subarray(0, AGREEMENT_DIGEST_BYTES).toString("hex");
  }
}
