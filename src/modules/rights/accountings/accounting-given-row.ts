import type { FreeTextCommitments } from "../../../platform/erasable-text/free-text.js";
import type { Pseudonym } from "../../subjects/index.js";
import type { AccountingOrder } from "../core/read-accounting-order.js";

/** That an accounting was given, as it is recorded; what was given, and to whom, apart. */
export interface AccountingGivenRow extends AccountingOrder {
  readonly id: string;
  readonly givenAt: Date;
  /** The id of the API key that gave it. */
  readonly givenBy: string;
  /** Of the data map under which it was told. */
  readonly revision: number;
  readonly completeSince: Date;
  readonly entryCount: number;
  readonly freeTextCommitments: FreeTextCommitments;
}

/** To whom it was given; gone once that person is erased. */
export interface AccountingPersonRow {
  readonly accountingId: string;
  readonly pseudonym: Pseudonym;
}
