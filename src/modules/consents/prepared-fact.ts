import type { AppError } from "../../platform/errors.js";
import type { NamedSubjects, SubjectList } from "../subjects/index.js";
import type { FactTexts } from "./core/read-fact.js";
import type { FactContent } from "./core/subject-fact.js";
import type { SubjectFactRow } from "./subject-fact-row.js";

/** A fact ready to be written: understood, its user or users named. */
export interface PreparedFact {
  readonly id: string;
  readonly content: FactContent;
  readonly texts: FactTexts;
  /** The one user named; none where a list names them. */
  readonly subjects: NamedSubjects;
  readonly list: SubjectList | null;
  readonly recordedBy: string;
}

/** A fact as it is recorded; `created` is false where it had been recorded before. */
export interface RecordedFact {
  readonly row: SubjectFactRow;
  readonly created: boolean;
}

/** What became of one prepared fact. */
export type FactWritten = RecordedFact | { readonly error: AppError };
