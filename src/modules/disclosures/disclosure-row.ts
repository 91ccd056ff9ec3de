import type { DerivedContent, DisclosureContent } from "./core/disclosure-content.js";
import type { FreeTextCommitments } from "../../platform/erasable-text/free-text.js";

/** A disclosure as it is recorded, its free text apart. */
export interface DisclosureRow extends Omit<DisclosureContent, "freeText">, DerivedContent {
  readonly id: string;
  readonly recordedAt: Date;
  /** The id of the API key that recorded it. */
  readonly recordedBy: string;
  readonly subjectCount: number;
  /** The disclosure this one restates. */
  readonly amends: string | null;
  readonly freeTextCommitments: FreeTextCommitments | null;
}

export type NewDisclosureRow = Omit<DisclosureRow, "recordedAt">;
