import type { CalendarDay } from "../../datamap/index.js";

export const SUBJECT_FACT_KINDS = [
  "CONSENT",
  "WITHDRAWAL",
  "AGREEMENT_END",
  "RESTRICTION",
  "LIFTING",
  "ERASURE",
  "RESTORATION",
] as const;
export type SubjectFactKind = (typeof SUBJECT_FACT_KINDS)[number];

export const RESTRICTIONS = ["REFUSAL", "BLOCK", "NO_COMMUNICATION", "LEGAL_HOLD"] as const;
export type Restriction = (typeof RESTRICTIONS)[number];

/** A user consented to a ground, under the published policy of a number. */
export interface ConsentFact {
  readonly kind: "CONSENT";
  readonly legalGround: string;
  readonly policyVersion: number;
  readonly givenAt: Date;
  /** The agreement it hangs on: the keyed digest of the platform's own reference, in hexadecimal; null where it named none. */
  readonly agreement: string | null;
}

/** The notice by which a user takes every consent to a ground back was received. */
export interface WithdrawalFact {
  readonly kind: "WITHDRAWAL";
  readonly legalGround: string;
  readonly receivedAt: Date;
}

/** An agreement with a user ended; `endedOn` is its last day. */
export interface AgreementEndFact {
  readonly kind: "AGREEMENT_END";
  /** As in `ConsentFact`; null for every agreement of the user. */
  readonly agreement: string | null;
  readonly endedOn: CalendarDay;
}

/** From a moment on data of a user may not be used as before. */
export interface RestrictionFact {
  readonly kind: "RESTRICTION";
  readonly restriction: Restriction;
  /** Keys of the categories concerned, each with all under and above it; any where empty. */
  readonly categories: readonly string[];
  /** Keys of the purposes concerned; any where empty. */
  readonly purposes: readonly string[];
  readonly from: Date;
}

/** A restriction ended. */
export interface LiftingFact {
  readonly kind: "LIFTING";
  /** Id of the restriction. */
  readonly lifts: string;
  readonly liftedAt: Date;
}

/** A user was erased, so that nothing may be done with what is recorded under the same number from then on. */
export interface ErasureFact {
  readonly kind: "ERASURE";
  readonly erasedAt: Date;
}

/** A user who had been erased restored the account. */
export interface RestorationFact {
  readonly kind: "RESTORATION";
  readonly restoredAt: Date;
}

/** What a fact says, whomever it is about. */
export type FactContent =
  | ConsentFact
  | WithdrawalFact
  | AgreementEndFact
  | RestrictionFact
  | LiftingFact
  | ErasureFact
  | RestorationFact;

/** One act that is about one user or a million, as it is recorded. Nothing derived of it is stored: time is read with the data map. */
export type SubjectFact = { readonly id: string; readonly recordedAt: Date } & FactContent;

/** The recorded facts of one kind. */
export type SubjectFactOf<Kind extends SubjectFactKind> = Extract<SubjectFact, { kind: Kind }>;
