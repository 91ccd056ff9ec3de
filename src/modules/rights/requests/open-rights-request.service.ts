import type { DataSource } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import { inTransaction, type Tx } from "../../../platform/db/transaction.js";
import { commitToFreeText } from "../../../platform/erasable-text/free-text.js";
import { findFreeTexts, insertFreeTexts } from "../../../platform/erasable-text/free-text.repository.js";
import { AppError, badInput } from "../../../platform/errors.js";
import type { Caller } from "../../../platform/graphql/context.js";
import { newId } from "../../../platform/ids.js";
import { generationToWrite } from "../../../platform/secrets/secret-era.js";
import { problemOfNewId, problemsOfMissingId } from "../../access/index.js";
import type { DataMapService, DataMapSnapshot } from "../../datamap/index.js";
import type { Pseudonym, SubjectsService } from "../../subjects/index.js";
import { dueFormOf } from "../core/due-form.js";
import {
  differingFields,
  readRightsRequest,
  type ReadRequest,
  type RightsRequestInput,
} from "../core/read-request.js";
import { findRequestPeople, insertRequestPerson } from "./request-people.repository.js";
import type { RequestReferences } from "./request-references.service.js";
import type { RequestTermsService } from "./request-terms.service.js";
import { findRightsRequests, insertRightsRequest } from "./rights-requests.repository.js";
import type { NewRightsRequestRow, RightsRequestRow, StandingRow } from "./rights-request-row.js";

export interface OpenedRequest {
  readonly row: RightsRequestRow;
  readonly created: boolean;
}

/** A request ready to be written. */
interface PreparedRequest extends ReadRequest {
  readonly id: string;
  readonly pseudonym: Pseudonym;
  /** By whose rules it is dealt with. */
  readonly map: DataMapSnapshot;
  readonly recordedBy: string;
}

/**
 * Takes requests in: idempotent by id, as disclosures are. Nothing is asked about the user, so that the answer to a request of
 * somebody nobody knows is the same as to any other.
 */
export class OpenRightsRequest {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
    private readonly subjects: SubjectsService,
    private readonly terms: RequestTermsService,
    private readonly references: RequestReferences,
  ) {}

  /** Throws what is wrong with the request; a retry answers the record with `created` false. */
  async open(input: RightsRequestInput, caller: Caller): Promise<OpenedRequest> {
    const now = this.clock.now();
    let read = readRightsRequest(input, this.dataMap.current(), now);
    // An entry that seems unknown may have come with a revision that this process has not heard of yet.
    if (read.problems.length > 0) read = readRightsRequest(input, await this.dataMap.refresh(), now);
    const problems = [...problemsOfMissingId(input.id, caller, "request"), ...read.problems];
    if (problems.length > 0) throw badInput(problems);
    const [pseudonym] = this.subjects.name([read.reference]).keys();
    const map = await this.terms.mapFor(input.receivedAt);
    const recordedBy = caller.keyId;
    const prepared = { ...read, id: input.id ?? newId(now), pseudonym: pseudonym!, map, recordedBy };
    return inTransaction(this.dataSource, (tx) => this.#write(tx, prepared, now));
  }

  async #write(tx: Tx, prepared: PreparedRequest, now: Date): Promise<OpenedRequest> {
    const { id } = prepared;
    const known = (await findRightsRequests(tx, [id])).get(id);
    if (known) return this.#repeat(tx, prepared, known);
    const strange = problemOfNewId(id, now, "receivedAt");
    if (strange) throw badInput([strange]);
    const texts = commitToFreeText(id, prepared.texts);
    const { row, standing } = this.#judge(prepared, texts.commitments ?? {});
    const created = await insertRightsRequest(tx, row, standing);
    if (created) {
      const sealed = this.references.seal(await generationToWrite(tx), id, prepared.reference);
      await insertRequestPerson(tx, { requestId: id, pseudonym: prepared.pseudonym, sealed });
      await insertFreeTexts(tx, texts.rows);
    }
    const recorded = (await findRightsRequests(tx, [id])).get(id)!;
    // Where it was not inserted, the same call arrived twice at once and the other one was first.
    return created ? { row: recorded, created } : this.#repeat(tx, prepared, recorded);
  }

  /** A request that may go unanswered is kept without a deadline; nobody is bound to take it up. */
  #judge(
    { id, content, texts, map, recordedBy }: PreparedRequest,
    freeTextCommitments: NewRightsRequestRow["freeTextCommitments"],
  ): { row: NewRightsRequestRow; standing: StandingRow } {
    const { receivedOn, due } = this.terms.under(map, content);
    const { address = null, subjectLine = null } = texts;
    const form = dueFormOf({ ...content, address, subjectLine }, map, receivedOn);
    return {
      row: {
        id,
        ...content,
        recordedBy,
        revision: map.revision,
        inDueForm: form.inDueForm,
        formProblems: form.problems,
        freeTextCommitments,
      },
      standing: {
        status: form.isAnswered ? "RECEIVED" : "KEPT",
        dueOn: form.isAnswered && due && "lastDay" in due ? due.lastDay : null,
        awaitsCalendar: form.isAnswered && due !== null && "missingYear" in due,
      },
    };
  }

  /** The same call again: answers what it recorded, or names what differs. Who was erased since is not compared. */
  async #repeat(tx: Tx, prepared: PreparedRequest, known: RightsRequestRow): Promise<OpenedRequest> {
    const texts = (await findFreeTexts(tx, [known.id])).get(known.id) ?? {};
    const person = (await findRequestPeople(tx, [known.id])).get(known.id);
    const differing = [
      ...(person === undefined || person.pseudonym === prepared.pseudonym ? [] : ["subject"]),
      ...differingFields(known, texts, prepared.content, prepared.texts),
    ];
    if (differing.length === 0) return { row: known, created: false };
    throw new AppError(
      "CONFLICT",
      `A rights request with this id is recorded with other content; what differs: ${differing.join(", ")}. Send a fresh id for another request.`,
      differing,
    );
  }
}
