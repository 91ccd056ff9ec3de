import type { DataSource } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import { inTransaction, type Tx } from "../../../platform/db/transaction.js";
import { badInput, invariant } from "../../../platform/errors.js";
import type { Caller } from "../../../platform/graphql/context.js";
import type { Texts } from "../core/read-decision.js";
import type { SubjectNumber, SubjectsService } from "../../subjects/index.js";
import { statusAfterDecision } from "../core/course.js";
import { problemsOfNaming, readReasons } from "../core/read-decision.js";
import type { Outcome } from "../core/vocabulary.js";
import type { ConcernedPerson } from "./decision-effects.js";
import type { DecisionEffects } from "./decision-effects.service.js";
import { dropSealedReference, findRequestPeople, lockRequestsBeside } from "./request-people.repository.js";
import type { RequestReferences } from "./request-references.service.js";
import type { HeldRequest, RequestSteps } from "./request-steps.service.js";
import type { RightsRequestRow } from "./rights-request-row.js";

/** `DecideRightsRequestInput`. */
export interface DecisionInput {
  readonly id: string;
  readonly outcome: Outcome;
  readonly reasons: string;
}

/** A decision that was understood. */
interface Decision {
  readonly outcome: Outcome;
  readonly texts: Texts;
  readonly recordedBy: string;
  readonly reserved: readonly SubjectNumber[];
}

interface Decided {
  readonly row: RightsRequestRow;
  /** Of the reserved numbers. */
  readonly used: number;
}

/**
 * Decides requests, each in one transaction with all that follows: recipients to be told are found while the user can be, then the
 * decision has its effect, and the sealed reference goes.
 */
export class DecideRightsRequest {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly subjects: SubjectsService,
    private readonly steps: RequestSteps,
    private readonly references: RequestReferences,
    private readonly effects: DecisionEffects,
  ) {}

  /** Throws CONFLICT where it is decided, or cannot be yet: who asks is unconfirmed, an impediment or a legal hold stands. */
  async decide({ id, outcome, reasons }: DecisionInput, caller: Caller): Promise<RightsRequestRow> {
    const { texts, problems } = readReasons(reasons);
    if (problems.length > 0) throw badInput(problems);
    const { row } = await this.subjects.withReservedNumbers(1, (reserved) =>
      inTransaction(this.dataSource, (tx) =>
        this.#decide(tx, id, { outcome, texts, recordedBy: caller.keyId, reserved }),
      ),
    );
    return row;
  }

  async #decide(tx: Tx, id: string, decision: Decision): Promise<Decided> {
    await lockRequestsBeside(tx, id);
    const held = await this.steps.hold(tx, id);
    this.steps.refuse(held, { step: "DECIDED", outcome: decision.outcome });
    const person = await this.#personOf(tx, id);
    const problems = problemsOfNaming(decision.texts, person.reference);
    if (problems.length > 0) throw badInput(problems);
    const decided = await this.#record(tx, held, person, decision);
    await dropSealedReference(tx, id);
    return decided;
  }

  async #record(tx: Tx, held: HeldRequest, person: ConcernedPerson, decision: Decision): Promise<Decided> {
    const { outcome, texts, recordedBy, reserved } = decision;
    const decidedAt = this.clock.now();
    const granted = { ...held, person, decidedAt, recordedBy, reserved };
    const isGranted = outcome !== "REFUSED";
    const notified = isGranted ? await this.effects.notify(tx, granted) : 0;
    const { row, addTexts } = await this.steps.take(
      tx,
      held,
      { step: "DECIDED", outcome },
      {
        detail: { outcome },
        texts,
        recordedBy,
        status: statusAfterDecision(held.row.kind, outcome, notified),
      },
    );
    const used = isGranted ? await this.effects.apply(tx, granted) : 0;
    // An erasure takes out all that was written in the person's requests; its own reasons are written after it, and stay.
    await addTexts();
    return { row, used };
  }

  async #personOf(tx: Tx, id: string): Promise<ConcernedPerson> {
    const person = (await findRequestPeople(tx, [id])).get(id);
    invariant(person?.sealed, "an undecided request has lost its person");
    const { pseudonym, sealed } = person;
    const number = (await this.subjects.findAll(tx, [pseudonym])).get(pseudonym) ?? null;
    return { number, pseudonym, reference: this.references.unseal(id, sealed) };
  }
}
