import type { FreeTextCommitments } from "../../platform/erasable-text/free-text.js";
import { invariant } from "../../platform/errors.js";
import type { CalendarDay } from "../datamap/index.js";
import type { FactContent, Restriction, SubjectFact, SubjectFactKind } from "./core/subject-fact.js";

/** The columns that hold what a fact says: which of them are filled, its kind decides. */
export interface FactColumns {
  readonly kind: SubjectFactKind;
  /** When it was given, received or lifted, or from when it restricts. */
  readonly moment: Date | null;
  readonly endedOn: CalendarDay | null;
  readonly legalGround: string | null;
  readonly policyVersion: number | null;
  readonly agreement: string | null;
  readonly restriction: Restriction | null;
  readonly categories: readonly string[] | null;
  readonly purposes: readonly string[] | null;
  readonly lifts: string | null;
}

/** A fact as it is recorded, its users and its free text apart. */
export interface SubjectFactRow extends FactColumns {
  readonly id: string;
  readonly recordedAt: Date;
  /** The id of the API key that recorded it. */
  readonly recordedBy: string;
  readonly subjectCount: number;
  /** The list that named the users, if one did. */
  readonly subjectList: string | null;
  readonly freeTextCommitments: FreeTextCommitments | null;
}

export type NewSubjectFactRow = Omit<SubjectFactRow, "recordedAt">;

const EMPTY: Omit<FactColumns, "kind"> = {
  moment: null,
  endedOn: null,
  legalGround: null,
  policyVersion: null,
  agreement: null,
  restriction: null,
  categories: null,
  purposes: null,
  lifts: null,
};

export function columnsOf(content: FactContent): FactColumns {
  switch (content.kind) {
    case "CONSENT": {
      const { kind, legalGround, policyVersion, givenAt, agreement } = content;
      return { ...EMPTY, kind, legalGround, policyVersion, moment: givenAt, agreement };
    }
    case "WITHDRAWAL":
      return {
        ...EMPTY,
        kind: content.kind,
        legalGround: content.legalGround,
        moment: content.receivedAt,
      };
    case "AGREEMENT_END":
      return { ...EMPTY, kind: content.kind, agreement: content.agreement, endedOn: content.endedOn };
    case "RESTRICTION": {
      const { kind, restriction, categories, purposes, from } = content;
      return { ...EMPTY, kind, restriction, categories, purposes, moment: from };
    }
    case "LIFTING":
      return { ...EMPTY, kind: content.kind, lifts: content.lifts, moment: content.liftedAt };
    case "ERASURE":
      return { ...EMPTY, kind: content.kind, moment: content.erasedAt };
    case "RESTORATION":
      return { ...EMPTY, kind: content.kind, moment: content.restoredAt };
  }
}

/** What a row says. Spelled out for each kind, because a set's facts can be as many as its users. */
export function factOf(row: FactColumns & Pick<SubjectFactRow, "id" | "recordedAt">): SubjectFact {
  const { id, recordedAt } = row;
  switch (row.kind) {
    case "CONSENT":
      return {
        id,
        recordedAt,
        kind: row.kind,
        legalGround: stated(row.legalGround),
        policyVersion: stated(row.policyVersion),
        givenAt: stated(row.moment),
        agreement: row.agreement,
      };
    case "WITHDRAWAL":
      return {
        id,
        recordedAt,
        kind: row.kind,
        legalGround: stated(row.legalGround),
        receivedAt: stated(row.moment),
      };
    case "AGREEMENT_END":
      return { id, recordedAt, kind: row.kind, agreement: row.agreement, endedOn: stated(row.endedOn) };
    case "RESTRICTION":
      return {
        id,
        recordedAt,
        kind: row.kind,
        restriction: stated(row.restriction),
        categories: stated(row.categories),
        purposes: stated(row.purposes),
        from: stated(row.moment),
      };
    case "LIFTING":
      return { id, recordedAt, kind: row.kind, lifts: stated(row.lifts), liftedAt: stated(row.moment) };
    case "ERASURE":
      return { id, recordedAt, kind: row.kind, erasedAt: stated(row.moment) };
    case "RESTORATION":
      return { id, recordedAt, kind: row.kind, restoredAt: stated(row.moment) };
  }
}

/** The table's check sees to it that each kind has its columns. */
function stated<Value>(value: Value | null): Value {
  invariant(value !== null, "a recorded fact lacks a column of its kind");
  return value;
}
