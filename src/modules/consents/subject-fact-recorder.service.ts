import type { Clock } from "../../platform/clock.js";
import { atOnce } from "../../platform/db/at-once.js";
import type { Tx } from "../../platform/db/transaction.js";
import { commitToFreeText } from "../../platform/erasable-text/free-text.js";
import { insertFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import { newId } from "../../platform/ids.js";
import type { Pseudonym, SubjectNumber } from "../subjects/index.js";
import type { FactTexts } from "./core/read-fact.js";
import type { ErasureFact, RestrictionFact, WithdrawalFact } from "./core/subject-fact.js";
import type { FactListener } from "./fact-listener.js";
import { columnsOf, type NewSubjectFactRow } from "./subject-fact-row.js";
import { insertFacts, insertMembers } from "./subject-facts.repository.js";
import { lockPseudonyms } from "./user-locks.js";

/** A fact that follows from something else that is recorded in the same transaction, such as the decision on a user's request. */
export interface ConsequentFact {
  /** Nothing that is known of a user can make one of these kinds wrong. */
  readonly content: WithdrawalFact | RestrictionFact | ErasureFact;
  readonly subjects: readonly SubjectNumber[];
  /** The id of the API key that gave cause. */
  readonly recordedBy: string;
  readonly texts?: FactTexts;
}

/** Records facts about users who are known by number, in the caller's transaction, and tells whoever listens to facts. */
export class SubjectFactRecorder {
  constructor(
    private readonly clock: Clock,
    private readonly listeners: readonly FactListener[],
  ) {}

  /** Has whatever depends on what is known of a user wait, until the transaction ends. */
  lockUser(tx: Tx, pseudonym: Pseudonym): Promise<void> {
    return lockPseudonyms(tx, [pseudonym], false);
  }

  /** Answers the ids of the facts, in order. */
  async record(tx: Tx, facts: readonly ConsequentFact[]): Promise<string[]> {
    if (facts.length === 0) return [];
    const ids = await this.#insert(tx, facts);
    for (const listener of this.listeners) await listener.factsRecorded(tx, ids);
    return ids;
  }

  async #insert(tx: Tx, facts: readonly ConsequentFact[]): Promise<string[]> {
    const now = this.clock.now();
    const named = facts.map((fact) => {
      const id = newId(now);
      return { ...fact, id, free: commitToFreeText(id, fact.texts ?? {}) };
    });
    const rows = named.map(({ id, content, subjects, recordedBy, free }): NewSubjectFactRow => ({
      id,
      ...columnsOf(content),
      recordedBy,
      subjectCount: subjects.length,
      subjectList: null,
      freeTextCommitments: free.commitments,
    }));
    const { ledgerSalt } = await insertFacts(tx, rows);
    await atOnce(tx, () => [
      insertMembers(
        tx,
        named.map(({ id, subjects }) => ({ id, subjects })),
        ledgerSalt,
      ),
      insertFreeTexts(
        tx,
        named.flatMap(({ free }) => free.rows),
      ),
    ]);
    return named.map(({ id }) => id);
  }
}
