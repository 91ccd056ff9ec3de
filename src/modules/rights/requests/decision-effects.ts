import type { Tx } from "../../../platform/db/transaction.js";
import type { DataMapSnapshot, RightsRequestKind } from "../../datamap/index.js";
import type { Pseudonym, SubjectNumber } from "../../subjects/index.js";

/** What a decision brings about elsewhere, in its own transaction. `app.ts` says by whom; all of it is undone where any of it fails. */

/** Whom a decision concerns. It lives in memory only. */
export interface ConcernedPerson {
  /** Null where nothing was ever recorded about the user. */
  readonly number: SubjectNumber | null;
  readonly pseudonym: Pseudonym;
  /** The platform's reference, normalised. */
  readonly reference: string;
}

/** A decision of which everyone has to be told who received the data (GDPR, Article 19). */
export interface NotificationOrder {
  readonly requestId: string;
  readonly kind: RightsRequestKind;
  readonly number: SubjectNumber;
  readonly reference: string;
  /** The categories affected; empty: all. */
  readonly categories: readonly string[];
  readonly decidedAt: Date;
  /** The data map by whose rules the request is dealt with. */
  readonly map: DataMapSnapshot;
}

/** Opens a notification for each recipient who actually received what is affected. */
export interface NotificationOpener {
  /** Answers how many were opened. */
  open(tx: Tx, order: NotificationOrder): Promise<number>;
}

/** The erasure of a person that a request asked for. */
export interface ErasureOrder {
  readonly requestId: string;
  readonly person: ConcernedPerson;
  readonly erasedAt: Date;
  /** The key that decided. */
  readonly recordedBy: string;
  readonly map: DataMapSnapshot;
}

/** Erases a person. */
export interface PersonEraser {
  /** Throws CONFLICT where the person must not be erased, or is erased already. */
  erase(tx: Tx, order: ErasureOrder): Promise<unknown>;
}
