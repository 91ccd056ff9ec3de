import type { DataSource, EntityManager } from "typeorm";
import { inTransaction, type Tx } from "../../../platform/db/transaction.js";
import { AppError, badInput } from "../../../platform/errors.js";
import {
  normaliseReference,
  problemOfReference,
  type Pseudonym,
  type SubjectsService,
} from "../../subjects/index.js";
import type { LateErasure, LateNotifier } from "../erasure/erasures-under-way.service.js";
import { findRequestPeople } from "../requests/request-people.repository.js";
import { findStepsOf } from "../requests/request-steps.repository.js";
import type { RequestTermsService } from "../requests/request-terms.service.js";
import { lockRightsRequest } from "../requests/rights-requests.repository.js";
import type { RightsRequestRow } from "../requests/rights-request-row.js";
import type { OpenNotifications } from "./open-notifications.service.js";

/** A request and its user, as a caller names them: `OpenMissingNotificationsInput`. */
export interface MissingInput {
  readonly request: string;
  readonly subject: string;
}

/**
 * Recipients who come to light after a decision: a disclosure was restated and names another one, or was recorded late. As long as
 * the user is not erased they can be found, and told too.
 */
export class MissingNotifications implements LateNotifier {
  constructor(
    private readonly dataSource: DataSource,
    private readonly subjects: SubjectsService,
    private readonly terms: RequestTermsService,
    private readonly opening: OpenNotifications,
  ) {}

  /** The recipients by key; none where the decision concerns none, or where the user was erased. */
  async recipientsOf(request: RightsRequestRow): Promise<string[]> {
    const db = this.dataSource.manager;
    const decidedAt = await this.#decidedAt(db, request);
    const person = decidedAt && (await findRequestPeople(db, [request.id])).get(request.id);
    const number = person && (await this.#numberOf(db, person.pseudonym));
    if (!decidedAt || number == null) return [];
    const { id: requestId, categories } = request;
    const missing = await this.opening.missing(db, { requestId, categories, number, decidedAt });
    return missing.map(({ recipient }) => recipient);
  }

  /** Opens their notifications; answers how many. */
  async open(input: MissingInput): Promise<{ readonly request: RightsRequestRow; readonly opened: number }> {
    const reference = normaliseReference(input.subject);
    const problem = problemOfReference(reference);
    if (problem) throw badInput([{ field: "subject", message: problem }]);
    const [pseudonym] = this.subjects.name([reference]).keys();
    return inTransaction(this.dataSource, async (tx) => {
      const request = await lockRightsRequest(tx, input.request);
      if (!request) throw noSuchRequest();
      const decidedAt = await this.#decidedAt(tx, request);
      if (!decidedAt) throw conflict(NOBODY_TO_TELL);
      const person = (await findRequestPeople(tx, [request.id])).get(request.id);
      if (!person) throw conflict(PERSON_ERASED);
      if (person.pseudonym !== pseudonym) throw badInput([{ field: "subject", message: OTHER_USER }]);
      const number = await this.#numberOf(tx, person.pseudonym);
      if (number === null) return { request, opened: 0 };
      const { id: requestId, kind, categories } = request;
      const { map } = await this.terms.of(request);
      const order = { requestId, kind, number, reference, categories, decidedAt, map };
      return { request, opened: await this.opening.openMissing(tx, order) };
    });
  }

  /** Those of a user's erasure, in the transaction that takes out what was still being recorded meanwhile; answers how many. */
  async openLate(tx: Tx, { requestId, number, reference }: LateErasure): Promise<number> {
    const request = await lockRightsRequest(tx, requestId);
    const decidedAt = request && (await this.#decidedAt(tx, request));
    if (!request || !decidedAt) return 0;
    const { kind, categories } = request;
    const { map } = await this.terms.of(request);
    return this.opening.openLate(tx, { requestId, kind, number, reference, categories, decidedAt, map });
  }

  /** When it was granted; null where it was not, or where nobody is told of such requests. */
  async #decidedAt(db: EntityManager, request: RightsRequestRow): Promise<Date | null> {
    const { rule } = await this.terms.of(request);
    if (!rule?.notifiesRecipients) return null;
    const steps = (await findStepsOf(db, [request.id])).get(request.id) ?? [];
    const decision = steps.find(({ step }) => step === "DECIDED");
    if (!decision || decision.detail.outcome === "REFUSED") return null;
    return decision.recordedAt;
  }

  async #numberOf(db: EntityManager, pseudonym: Pseudonym) {
    return (await this.subjects.findAll(db, [pseudonym])).get(pseudonym) ?? null;
  }
}

const NOBODY_TO_TELL =
  "Recipients are told of a request once it is decided FULFILLED or PARTLY_FULFILLED, where the rights rule for its kind says so.";
const PERSON_ERASED =
  "The user of this request was erased since, so that nobody can be named to recipients any more.";
const OTHER_USER = "This is the reference of another user; name the one whose request it is.";

function conflict(message: string): AppError {
  return new AppError("CONFLICT", `request: ${message}`, ["request"]);
}

function noSuchRequest(): AppError {
  return new AppError(
    "NOT_FOUND",
    "request: There is no rights request with this id; rightsRequests lists those there are.",
    ["request"],
  );
}
