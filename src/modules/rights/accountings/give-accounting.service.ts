import type { DataSource } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import { inTransaction, type Tx } from "../../../platform/db/transaction.js";
import { commitToFreeText } from "../../../platform/erasable-text/free-text.js";
import { findFreeTexts, insertFreeTexts } from "../../../platform/erasable-text/free-text.repository.js";
import { AppError, badInput } from "../../../platform/errors.js";
import type { Caller } from "../../../platform/graphql/context.js";
import { newId } from "../../../platform/ids.js";
import { problemsOfPeriod } from "../../../platform/problems-of-period.js";
import { problemOfNewId } from "../../access/index.js";
import type { SubjectFactRecorder } from "../../consents/index.js";
import type { DataMapService } from "../../datamap/index.js";
import type { AccountingService } from "../../disclosures/index.js";
import type { Pseudonym, SubjectsService } from "../../subjects/index.js";
import { contentOf, type ToldAccounting } from "../core/accounting-content.js";
import { letterOf } from "../core/accounting-letter.js";
import { problemOfAnswer } from "../core/answered-request.js";
import {
  differingOrder,
  readAccountingOrder,
  type AccountingOrder,
  type AccountingOrderInput,
  type ReadAccountingOrder,
} from "../core/read-accounting-order.js";
import { findRequestPeople } from "../requests/request-people.repository.js";
import type { RequestProgress } from "../requests/request-progress.service.js";
import { lockRightsRequest } from "../requests/rights-requests.repository.js";
import type { AccountingGivenRow } from "./accounting-given-row.js";
import {
  findAccountingPerson,
  findAccountingsGiven,
  insertAccountingGiven,
  insertAccountingPerson,
} from "./accountings-given.repository.js";

export interface GivenAccounting {
  readonly row: AccountingGivenRow;
  readonly created: boolean;
}

/** An accounting ready to be given. */
interface PreparedOrder extends ReadAccountingOrder {
  readonly id: string;
  readonly pseudonym: Pseudonym;
  readonly givenBy: string;
}

/** Gives users accountings, and keeps exactly what was given. Idempotent by id: sent again, it answers what was given then. */
export class GiveAccounting {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
    private readonly subjects: SubjectsService,
    private readonly accounting: AccountingService,
    private readonly progress: RequestProgress,
    private readonly recorder: SubjectFactRecorder,
  ) {}

  /** Throws what is wrong with the order; CONFLICT where its request cannot be answered yet, or any more. */
  async give(input: AccountingOrderInput, caller: Caller): Promise<GivenAccounting> {
    const read = readAccountingOrder(input);
    const problems = [...read.problems, ...problemsOfPeriod(input.from, input.to, "from", "to")];
    if (problems.length > 0) throw badInput(problems);
    const [pseudonym] = this.subjects.name([read.reference]).keys();
    const id = input.id ?? newId(this.clock.now());
    const prepared = { ...read, id, pseudonym: pseudonym!, givenBy: caller.keyId };
    return inTransaction(this.dataSource, (tx) => this.#give(tx, prepared));
  }

  async #give(tx: Tx, prepared: PreparedOrder): Promise<GivenAccounting> {
    const { id, order, pseudonym, texts, givenBy } = prepared;
    const known = (await findAccountingsGiven(tx, [id])).get(id);
    if (known) return this.#repeat(tx, prepared, known);
    const givenAt = this.clock.now();
    const strange = problemOfNewId(id, givenAt, "from");
    if (strange) throw badInput([strange]);
    if (order.requestId !== null) await this.#refuseIfNotDue(tx, order.requestId, pseudonym);
    // Whoever is erased at the same time is erased before, and nothing is told, or after, and what was told goes, too.
    await this.recorder.lockUser(tx, pseudonym);
    const told = await this.#read(tx, order, pseudonym);
    const map = this.dataMap.current();
    const content = contentOf(told, order, map, givenAt);
    const { rows, commitments } = commitToFreeText(id, {
      ...texts,
      content: JSON.stringify(content),
      text: letterOf(content),
    });
    const row = {
      id,
      ...order,
      givenAt,
      givenBy,
      revision: map.revision,
      completeSince: told.completeSince,
      entryCount: told.entries.length,
      freeTextCommitments: commitments ?? {},
    };
    const created = await insertAccountingGiven(tx, row);
    // Where it was not inserted, the same call arrived twice at once and the other one was first.
    if (!created) return this.#repeat(tx, prepared, (await findAccountingsGiven(tx, [id])).get(id)!);
    await insertAccountingPerson(tx, { accountingId: id, pseudonym });
    await insertFreeTexts(tx, rows);
    if (order.requestId !== null) await this.progress.answered(tx, order.requestId);
    return { row, created };
  }

  async #refuseIfNotDue(tx: Tx, requestId: string, pseudonym: Pseudonym): Promise<void> {
    const request = await lockRightsRequest(tx, requestId);
    const person = (await findRequestPeople(tx, [requestId])).get(requestId);
    const problem = problemOfAnswer(request ?? null, person?.pseudonym ?? null, pseudonym);
    if (problem === null) return;
    throw new AppError(problem.code, `request: ${problem.message}`, ["request"]);
  }

  /** Of somebody about whom nothing was ever recorded there is nothing to tell, which is an answer, too. */
  async #read(tx: Tx, order: AccountingOrder, pseudonym: Pseudonym): Promise<ToldAccounting> {
    const number = (await this.subjects.findAll(tx, [pseudonym])).get(pseudonym) ?? null;
    const completeSince = await this.accounting.completeSince({ number, pseudonym }, tx);
    if (number === null) return { entries: [], sources: [], completeSince };
    const user = this.accounting.of(number, order, tx);
    return {
      entries: await user.entries(order.form, order.recipientsAs),
      sources: await user.sources(),
      completeSince,
    };
  }

  /** The same call again: answers what was given, or names what differs. Who was erased since is not compared. */
  async #repeat(tx: Tx, prepared: PreparedOrder, known: AccountingGivenRow): Promise<GivenAccounting> {
    const texts = (await findFreeTexts(tx, [known.id])).get(known.id) ?? {};
    const person = await findAccountingPerson(tx, known.id);
    const differing = [
      ...(person === null || person === prepared.pseudonym ? [] : ["subject"]),
      ...differingOrder(known, texts, prepared),
    ];
    if (differing.length === 0) return { row: known, created: false };
    throw new AppError(
      "CONFLICT",
      `An accounting with this id was given otherwise; what differs: ${differing.join(", ")}. Send a fresh id for another one.`,
      differing,
    );
  }
}
