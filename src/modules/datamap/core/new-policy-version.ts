import type { FieldProblem } from "../../../platform/errors.js";
import { checkPolicyVersions } from "./checks/dates.js";
import { policyVersionSchema, type DataMapDocument, type PolicyVersion } from "./document.js";
import { shapeProblems } from "./shape-problems.js";

/** What is said of a policy version when it enters the data map. */
export type NewPolicyVersion = Pick<
  PolicyVersion,
  "number" | "title" | "description" | "language" | "effectiveFrom" | "sha256"
>;

/** Why a document cannot take the version as it is, by the version's fields; empty where it can. */
export function problemsOfNewPolicyVersion(
  document: DataMapDocument,
  version: NewPolicyVersion,
): FieldProblem[] {
  const read = policyVersionSchema.safeParse(version);
  if (!read.success) {
    return shapeProblems(read.error, version).map(({ path, message }) => ({
      field: String(path[0]),
      message,
    }));
  }
  const policyVersions = [...document.policyVersions, read.data];
  return checkPolicyVersions({ ...document, policyVersions }).map(({ path, message }) => ({
    field: String(path.at(-1)),
    message,
  }));
}
