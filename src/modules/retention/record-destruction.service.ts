import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { inTransaction, type Tx } from "../../platform/db/transaction.js";
import { commitToFreeText } from "../../platform/erasable-text/free-text.js";
import { findFreeTexts, insertFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import { AppError, badInput } from "../../platform/errors.js";
import type { Caller } from "../../platform/graphql/context.js";
import { newId } from "../../platform/ids.js";
import { problemOfNewId } from "../access/index.js";
import type { DataMapService, DataMapSnapshot } from "../datamap/index.js";
import { UNKNOWN_LIST, type SubjectList, type SubjectListsService } from "../subjects/index.js";
import {
  differingFields,
  readDestruction,
  type DestructionContent,
  type DestructionInput,
  type DestructionTexts,
} from "./core/read-destruction.js";
import { retentionTerms, speaksOf } from "./core/retention-term.js";
import { insertDestructionMembers } from "./destruction-members.repository.js";
import type { DestructionRow } from "./destruction-row.js";
import type { DestroyedUsers, UsersToDestroy } from "./users-to-destroy.service.js";
import { findDestructionsById, insertDestruction, lockDestructions } from "./destructions.repository.js";

/** A destruction ready to be written. */
interface Prepared {
  readonly id: string;
  readonly content: DestructionContent;
  readonly texts: DestructionTexts;
  readonly map: DataMapSnapshot;
  readonly list: SubjectList | null;
  readonly recordedBy: string;
}

export interface RecordedDestruction {
  readonly row: DestructionRow;
  readonly created: boolean;
}

/** Records that data were destroyed, and of whom. Idempotent by id, as disclosures are. */
export class RecordDestructionService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
    private readonly lists: SubjectListsService,
    private readonly users: UsersToDestroy,
  ) {}

  /** Throws what is wrong; a retry answers the record with `created` false. */
  async record(input: DestructionInput, caller: Caller): Promise<RecordedDestruction> {
    const now = this.clock.now();
    const newest = await this.dataMap.refresh();
    const today = newest.calendarDay(now);
    const map = await this.dataMap.inForceAt(new Date(newest.endOf(input.asOf).getTime() - 1));
    const { content, texts, problems } = readDestruction(input, map, today);
    if (problems.length > 0) throw badInput(problems);
    const list = await this.#findList(content, caller);
    const prepared = { id: input.id ?? newId(now), content, texts, map, list, recordedBy: caller.keyId };
    return inTransaction(this.dataSource, (tx) => this.#write(tx, prepared, now));
  }

  async #findList({ subjectList }: DestructionContent, caller: Caller): Promise<SubjectList | null> {
    if (subjectList === null) return null;
    const list = (await this.lists.findAll([subjectList])).get(subjectList);
    return list?.createdBy === caller.keyId ? list : null;
  }

  async #write(tx: Tx, prepared: Prepared, now: Date): Promise<RecordedDestruction> {
    await lockDestructions(tx);
    const { id, content, texts } = prepared;
    const known = (await findDestructionsById(tx, [id])).get(id);
    if (known) return this.#repeat(tx, prepared, known);
    const strange = problemOfNewId(id, now, "asOf");
    if (strange) throw badInput([strange]);
    if (content.subjectList !== null && prepared.list === null) throw badInput([UNKNOWN_LIST]);
    const { found, keptForOtherPurposes } = await this.#find(tx, prepared);
    const { rows, commitments } = commitToFreeText(id, texts);
    const row: DestructionRow = {
      id,
      recordedAt: now,
      recordedBy: prepared.recordedBy,
      ...content,
      subjectCount: found.subjectCount,
      notDueCount: found.notDueCount,
      heldCount: found.heldCount,
      revision: prepared.map.revision,
      keptForOtherPurposes,
      freeTextCommitments: commitments ?? {},
    };
    const ledgerSalt = await insertDestruction(tx, row);
    await insertDestructionMembers(tx, id, found.segments, ledgerSalt);
    await insertFreeTexts(tx, rows);
    return { row, created: true };
  }

  async #find(
    tx: Tx,
    { content, texts, map, list }: Prepared,
  ): Promise<{ readonly found: DestroyedUsers; readonly keptForOtherPurposes: string[] }> {
    const { retentionRule, category, asOf, dataStore } = content;
    const terms = retentionTerms(map, asOf, { rule: retentionRule, apart: [category] })
      .map((term) => ({
        ...term,
        categories: term.categories.filter((each) => speaksOf({ categories: [category] }, each)),
      }))
      .filter(({ categories }) => categories.length > 0);
    const question = { map, asOf, terms, dataStore };
    const mayBeNotDue = texts.destructionReason !== undefined;
    const found = list
      ? await this.users.ofList(tx, question, list, mayBeNotDue)
      : await this.users.allDue(tx, question);
    const others = new Set(terms.flatMap(({ otherPurposes }) => otherPurposes));
    return { found, keptForOtherPurposes: [...others].sort() };
  }

  /** The same call again: answers what it recorded, or names what differs. */
  async #repeat(
    tx: Tx,
    { id, content, texts }: Prepared,
    known: DestructionRow,
  ): Promise<RecordedDestruction> {
    const recordedTexts = (await findFreeTexts(tx, [id])).get(id) ?? {};
    const differing = differingFields(known, recordedTexts, content, texts);
    if (differing.length === 0) return { row: known, created: false };
    throw new AppError(
      "CONFLICT",
      `A destruction with this id is recorded with other content; what differs: ${differing.join(", ")}. Send a fresh id for another one.`,
      differing,
    );
  }
}
