import type { FreeTextCommitments } from "../../../platform/erasable-text/free-text.js";
import type { LookUpKind } from "../core/look-up-kind.js";
import type { SubjectNumber } from "../core/subject-number.js";

/** That somebody looked a user up, as it is recorded. */
export interface LookUpRow {
  readonly id: string;
  readonly recordedAt: Date;
  /** The id of the key by which it was done. */
  readonly recordedBy: string;
  readonly kind: LookUpKind;
  /** Null where nobody was found, or where the look-up was of a set of users. */
  readonly subjectNumber: SubjectNumber | null;
  readonly about: string | null;
  readonly freeTextCommitments: FreeTextCommitments | null;
}

/** What a look-up is, before it is recorded. */
export interface LookUp {
  readonly kind: LookUpKind;
  /** Null where nobody was found, or where the look-up is of a set of users. */
  readonly number: SubjectNumber | null;
  /** The id of the disclosure, the set or the like by which the user is looked up. Never of what must not lead to the user later. */
  readonly about?: string;
}
