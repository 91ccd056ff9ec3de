import type { Tx } from "../../platform/db/transaction.js";
import type { Pseudonym } from "./core/pseudonym.js";
import type { SubjectNumber } from "./core/subject-number.js";

/** Whoever is being erased. It lives in memory only. */
export interface ErasedPerson {
  /** The number under which the person was known; null where nothing was recorded under one. */
  readonly number: SubjectNumber | null;
  readonly pseudonym: Pseudonym;
  /** The platform's own reference, normalised. */
  readonly reference: string;
}

/** One whose number is known. */
export type NumberedPerson = ErasedPerson & { readonly number: SubjectNumber };

/** Takes out of what it keeps, in the transaction that erases a person, all by which the person could be found or named. */
export interface PersonForgetter {
  forget(tx: Tx, person: ErasedPerson): Promise<void>;
}
