import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { inTransaction, type Tx } from "../../platform/db/transaction.js";
import { commitToFreeText } from "../../platform/erasable-text/free-text.js";
import { findFreeTexts, insertFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import { AppError, badInput } from "../../platform/errors.js";
import type { Caller } from "../../platform/graphql/context.js";
import { newId } from "../../platform/ids.js";
import { idIsTaken, problemOfNewId, problemsOfMissingId } from "../access/index.js";
import { mapWithin, type DataMapService } from "../datamap/index.js";
import { findAuthorityRequestsById, insertAuthorityRequest } from "./authority-requests.repository.js";
import type { AuthorityRequestRow } from "./authority-rows.js";
import {
  differingFields,
  readAuthorityRequest,
  type AuthorityRequestContent,
  type AuthorityRequestInput,
} from "./core/read-authority-request.js";
import type { Texts } from "./core/texts.js";

export interface Registered {
  readonly row: AuthorityRequestRow;
  readonly created: boolean;
}

/** A demand ready to be written. */
interface PreparedRequest {
  readonly id: string;
  readonly content: AuthorityRequestContent;
  readonly texts: Texts;
  readonly recordedBy: string;
}

/** Registers the documents by which authorities and courts demand data: idempotent by id, as disclosures are. */
export class RegisterAuthorityRequestService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
  ) {}

  /** Throws what is wrong with the demand; a retry answers the record with `created` false. */
  async register(input: AuthorityRequestInput, caller: Caller): Promise<Registered> {
    const now = this.clock.now();
    const {
      content,
      texts,
      problems: wrong,
    } = readAuthorityRequest(input, mapWithin(this.dataMap.current(), caller.scope), now);
    const problems = [...problemsOfMissingId(input.id, caller, "demand"), ...wrong];
    if (problems.length > 0) throw badInput(problems);
    const prepared = { id: input.id ?? newId(now), content, texts, recordedBy: caller.keyId };
    return inTransaction(this.dataSource, (tx) => this.#write(tx, prepared, now));
  }

  async #write(tx: Tx, prepared: PreparedRequest, now: Date): Promise<Registered> {
    const { id, content, texts, recordedBy } = prepared;
    const known = (await findAuthorityRequestsById(tx, [id])).get(id);
    if (known) return this.#repeat(tx, prepared, known);
    const strange = problemOfNewId(id, now, "receivedAt");
    if (strange) throw badInput([strange]);
    const { rows, commitments } = commitToFreeText(id, texts);
    const row = { id, ...content, recordedBy, freeTextCommitments: commitments ?? {} };
    const created = await insertAuthorityRequest(tx, row);
    if (created) await insertFreeTexts(tx, rows);
    const recorded = (await findAuthorityRequestsById(tx, [id])).get(id);
    if (!recorded) throw idIsTaken("demand");
    // Where it was not inserted, the same call arrived twice at once and the other one was first.
    return created ? { row: recorded, created } : this.#repeat(tx, prepared, recorded);
  }

  /** The same call again: answers what it recorded, or names what differs. */
  async #repeat(tx: Tx, prepared: PreparedRequest, known: AuthorityRequestRow): Promise<Registered> {
    const texts = (await findFreeTexts(tx, [known.id])).get(known.id) ?? {};
    const differing = differingFields(known, texts, prepared.content, prepared.texts);
    if (differing.length === 0) return { row: known, created: false };
    throw new AppError(
      "CONFLICT",
      `An authority request with this id is recorded with other content; what differs: ${differing.join(", ")}. Send a fresh id for another demand.`,
      differing,
    );
  }
}
