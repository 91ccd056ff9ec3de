import type { FieldProblem } from "../../../platform/errors.js";
import { normaliseReference, problemOfReference } from "../../subjects/core/reference.js";

export const SUBJECTS_MAX = 10_000;
/** More would bury the remedy. */
export const SUBJECT_PROBLEMS_MAX = 10;

/** The users as a caller names them: one by one, or by a list. */
export interface SubjectsInput {
  readonly subjects?: readonly string[] | null;
  readonly subjectList?: string | null;
}

/**
 * Which users a disclosure covers: normalised references, each once, none where a list names them; or what is wrong with them.
 * Whether there is such a list is not judged.
 */
export function readSubjects(input: SubjectsInput): { references: string[]; problems: FieldProblem[] } {
  const unusable = problemOfWhole(input);
  if (unusable) return { references: [], problems: [unusable] };
  const references = new Set<string>();
  const problems: FieldProblem[] = [];
  input.subjects?.forEach((reference, index) => {
    const normalised = normaliseReference(reference);
    const message = problemOfReference(normalised);
    if (message === null) references.add(normalised);
    else if (problems.length < SUBJECT_PROBLEMS_MAX) problems.push({ field: `subjects[${index}]`, message });
  });
  return { references: [...references], problems };
}

/** What is wrong before any single reference is looked at. */
function problemOfWhole({ subjects, subjectList }: SubjectsInput): FieldProblem | null {
  if (subjectList != null) {
    if (subjects == null) return null;
    return { field: "subjectList", message: "Give either `subjects` or `subjectList`, not both." };
  }
  if (subjects == null) {
    return {
      field: "subjects",
      message: "Say which users the disclosure covers: give `subjects` or `subjectList`.",
    };
  }
  if (subjects.length === 0) return { field: "subjects", message: "Name at least one user." };
  if (subjects.length <= SUBJECTS_MAX) return null;
  return {
    field: "subjects",
    message: `A call names at most ${SUBJECTS_MAX} users: send more as a list to POST /subject-lists and give its id as \`subjectList\`.`,
  };
}
