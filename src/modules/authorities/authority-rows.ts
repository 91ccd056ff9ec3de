import type { FreeTextCommitments } from "../../platform/erasable-text/free-text.js";
import type { AuthorityRequestContent } from "./core/read-authority-request.js";
import type { SuspensionContent } from "./core/read-suspension.js";

/** What every fact of this module says of itself; its free text stands apart. */
interface Recorded {
  readonly id: string;
  readonly recordedAt: Date;
  /** The id of the API key that recorded it. */
  readonly recordedBy: string;
  readonly freeTextCommitments: FreeTextCommitments;
}

/** A demand as it is recorded, with what its latest review found. */
export interface AuthorityRequestRow extends AuthorityRequestContent, Recorded {
  /** Null while there is no review. */
  readonly reviewId: string | null;
  readonly lawful: boolean | null;
}

/** Whether a demand complies with the law, as somebody found. */
export interface AuthorityReviewRow extends Recorded {
  readonly authorityRequest: string;
  /** Counts the reviews of one request, from 1: the highest is the one that holds. */
  readonly number: number;
  readonly lawful: boolean;
}

/** That accountings leave out what answered a demand. */
export interface AccountingSuspensionRow extends SuspensionContent, Recorded {}

export type NewAuthorityRequestRow = Omit<AuthorityRequestRow, "recordedAt" | "reviewId" | "lawful">;
export type NewAuthorityReviewRow = Omit<AuthorityReviewRow, "recordedAt">;
export type NewAccountingSuspensionRow = Omit<AccountingSuspensionRow, "recordedAt">;
