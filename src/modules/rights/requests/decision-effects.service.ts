import type { Tx } from "../../../platform/db/transaction.js";
import type { SubjectFactRecorder, SubjectFactsService } from "../../consents/index.js";
import type { SubjectNumber, SubjectsService } from "../../subjects/index.js";
import { factsOfDecision } from "../core/decided-facts.js";
import type { ConcernedPerson, NotificationOpener, PersonEraser } from "./decision-effects.js";
import { momentAfter } from "./request-terms.service.js";
import type { HeldRequest } from "./request-steps.service.js";

/** A decision in a person's favour. */
export interface GrantedRequest extends HeldRequest {
  readonly person: ConcernedPerson;
  readonly decidedAt: Date;
  /** The key that decided. */
  readonly recordedBy: string;
  /** Set aside for a person whom nothing is recorded about yet. */
  readonly reserved: readonly SubjectNumber[];
}

/** Brings about what a decision in a person's favour means, in its transaction. */
export class DecisionEffects {
  constructor(
    private readonly subjects: SubjectsService,
    private readonly facts: SubjectFactsService,
    private readonly recorder: SubjectFactRecorder,
    private readonly notifications: NotificationOpener,
    private readonly eraser: PersonEraser,
  ) {}

  /** Opens the notifications of those who received the data, where the rule says that they are told; answers how many. */
  async notify(tx: Tx, { row, terms, person, decidedAt }: GrantedRequest): Promise<number> {
    const { number, reference } = person;
    if (!terms.rule?.notifiesRecipients || number === null) return 0;
    return this.notifications.open(tx, {
      requestId: row.id,
      kind: row.kind,
      number,
      reference,
      categories: row.categories,
      decidedAt,
      map: terms.map,
    });
  }

  /** What becomes true of the person, or that the person is erased. Answers how many of the reserved numbers were used. */
  async apply(tx: Tx, granted: GrantedRequest): Promise<number> {
    const { row, terms, person, decidedAt, recordedBy } = granted;
    if (row.kind === "ERASURE") {
      const { map } = terms;
      await this.eraser.erase(tx, { requestId: row.id, person, erasedAt: decidedAt, recordedBy, map });
      return 0;
    }
    const known = person.number === null ? undefined : await this.facts.factsAbout(tx, [person.number]);
    const effective = momentAfter(terms.effect, terms.map) ?? decidedAt;
    const from = effective > decidedAt ? effective : decidedAt;
    const contents = factsOfDecision(row, known?.get(person.number!) ?? [], from);
    if (contents.length === 0) return 0;
    const { number, used } = await this.#numbered(tx, granted);
    await this.recorder.record(
      tx,
      contents.map((content) => ({ content, subjects: [number], recordedBy })),
    );
    return used;
  }

  /** Whoever refuses a use is known from then on, so that the refusal is minded when data come. */
  async #numbered(
    tx: Tx,
    { person, reserved }: GrantedRequest,
  ): Promise<{ readonly number: SubjectNumber; readonly used: number }> {
    if (person.number !== null) return { number: person.number, used: 0 };
    const named = this.subjects.name([person.reference]);
    const { numbers, used } = await this.subjects.resolve(tx, named, reserved);
    return { number: numbers.get(person.pseudonym)!, used };
  }
}
