import type { Clock } from "../../../platform/clock.js";
import type { Tx } from "../../../platform/db/transaction.js";
import { AppError } from "../../../platform/errors.js";
import type { Keyring } from "../../../platform/keyring.js";
import { generationToWrite } from "../../../platform/secrets/secret-era.js";
import type { SubjectFact, SubjectFactRecorder, SubjectFactsService } from "../../consents/index.js";
import type { DataMapSnapshot } from "../../datamap/index.js";
import type {
  ErasedPerson,
  ErasedSubjects,
  NumberedPerson,
  PersonForgetter,
  SubjectNumber,
} from "../../subjects/index.js";
import { knownStartsOf, legalHoldOn } from "../core/before-erasure.js";
import { outcomeOfErasure } from "../core/erasure-outcome.js";
import { insertOutcomes } from "./erasure-outcomes.repository.js";
import type { ErasureOrder, PersonEraser } from "../requests/decision-effects.js";
import { insertPendingErasure } from "./pending-erasures.repository.js";
import { ErasedReferences } from "./erased-references.js";

/** Who take a person out of what they keep. */
export interface Forgetters {
  /** By the number: nobody else will ever have it, so that they are called again for what was under way. */
  readonly byNumber: readonly PersonForgetter[];
  /** By the pseudonym, which the same person may use again. */
  readonly byPseudonym: readonly PersonForgetter[];
}

/**
 * Erases persons: unties the reference from the number under which everything is recorded, and takes out all else by which the person
 * could be found or named. What was counted, judged and disclosed stays as it was.
 */
export class ErasePerson implements PersonEraser {
  readonly #references: ErasedReferences;

  constructor(
    private readonly clock: Clock,
    private readonly subjects: ErasedSubjects,
    private readonly facts: SubjectFactsService,
    private readonly recorder: SubjectFactRecorder,
    private readonly forgetters: Forgetters,
    keyring: Keyring,
  ) {
    this.#references = new ErasedReferences(keyring);
  }

  /** In the caller's transaction. Throws CONFLICT under a legal hold, and for somebody of whom nothing has come in since the last erasure. */
  async erase(tx: Tx, order: ErasureOrder): Promise<void> {
    const { erasedAt, map, requestId } = order;
    const { pseudonym, reference } = order.person;
    await this.recorder.lockUser(tx, pseudonym);
    const wasErasedOn = (await this.subjects.among(tx, [pseudonym])).get(pseudonym);
    const erasedOn = map.calendarDay(erasedAt);
    const number = await this.subjects.erase(tx, pseudonym, erasedOn);
    if (number === null && wasErasedOn !== undefined) throw erasedBefore(wasErasedOn);
    const person: ErasedPerson = { number, pseudonym, reference };
    const facts = await this.#factsAbout(tx, number);
    this.#refuseIfHeld(facts, map);
    if (isNumbered(person)) await this.#untie(tx, person, order);
    for (const forgetter of [...this.forgetters.byNumber, ...this.forgetters.byPseudonym]) {
      await forgetter.forget(tx, person);
    }
    const outcomes = outcomeOfErasure(map, erasedOn, knownStartsOf(facts, map, erasedAt));
    await insertOutcomes(tx, requestId, map.revision, outcomes);
  }

  async #factsAbout(tx: Tx, number: SubjectNumber | null): Promise<readonly SubjectFact[]> {
    if (number === null) return [];
    return (await this.facts.factsAbout(tx, [number])).get(number) ?? [];
  }

  #refuseIfHeld(facts: readonly SubjectFact[], map: DataMapSnapshot): void {
    const hold = legalHoldOn(facts, map, this.clock.now());
    if (hold === null) return;
    throw new AppError(
      "CONFLICT",
      `outcome: All that is recorded of this user must be kept, by the legal hold ${hold}. Lift it with liftRestriction before the user is erased, or refuse the request.`,
      ["outcome"],
    );
  }

  /** The number is known to be an erased user's from now on, wherever it still turns up. */
  async #untie(
    tx: Tx,
    { number, reference }: NumberedPerson,
    { erasedAt, recordedBy, requestId }: ErasureOrder,
  ): Promise<void> {
    await this.recorder.record(tx, [
      { content: { kind: "ERASURE", erasedAt }, subjects: [number], recordedBy },
    ]);
    const generation = await generationToWrite(tx);
    const sealed = this.#references.seal(generation, number, { reference, requestId });
    await insertPendingErasure(tx, number, sealed);
  }
}

function isNumbered(person: ErasedPerson): person is NumberedPerson {
  return person.number !== null;
}

function erasedBefore(erasedOn: string): AppError {
  return new AppError(
    "CONFLICT",
    `outcome: This user was erased on ${erasedOn}, and nothing was recorded of the user since: there is nothing to erase. Refuse the request, with that as the reason.`,
    ["outcome"],
  );
}
