import type { FreeTextCommitments } from "../../platform/erasable-text/free-text.js";
import type { CalendarDay } from "../datamap/index.js";
import type { DestructionMethod } from "./core/vocabulary.js";

/** A destruction as it is recorded, its users and free text apart. */
export interface DestructionRow {
  readonly id: string;
  readonly recordedAt: Date;
  /** The id of the API key that recorded it. */
  readonly recordedBy: string;
  readonly retentionRule: string;
  readonly category: string;
  readonly asOf: CalendarDay;
  readonly method: DestructionMethod;
  readonly dataStore: string | null;
  /** The list that named the users, if one did. */
  readonly subjectList: string | null;
  readonly subjectCount: number;
  /** How many of them were not due, and destroyed for the reason given. */
  readonly notDueCount: number;
  /** How many more were due, and held back by a legal hold. */
  readonly heldCount: number;
  /** The revision of the data map by which they were due. */
  readonly revision: number;
  /** Keys of the rules that let the same data be kept for other purposes. */
  readonly keptForOtherPurposes: readonly string[];
  readonly freeTextCommitments: FreeTextCommitments;
}
