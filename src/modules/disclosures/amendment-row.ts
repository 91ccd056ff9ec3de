import type { FreeTextCommitments } from "../../platform/erasable-text/free-text.js";
import type { AmendmentKind } from "./core/vocabulary.js";

/** That a disclosure was restated or voided. Its reason is free text, stored apart. */
export interface AmendmentRow {
  /** A restating amendment shares its id with the disclosure that takes the place. */
  readonly id: string;
  readonly amends: string;
  readonly kind: AmendmentKind;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly freeTextCommitments: FreeTextCommitments;
}
