import type { AppError } from "../../platform/errors.js";
import type { DataMapSnapshot } from "../datamap/index.js";
import type { DisclosureToJudge } from "../policy/index.js";
import type { NamedSubjects, SubjectList } from "../subjects/index.js";
import type { DerivedContent, DisclosureContent } from "./core/disclosure-content.js";
import { transferOf } from "./core/transfer-of.js";
import type { DisclosureRow } from "./disclosure-row.js";

/** A disclosure ready to be written: understood, derived, its users named. */
export interface PreparedDisclosure {
  readonly id: string;
  readonly content: DisclosureContent;
  readonly derived: DerivedContent;
  /** The revision of the data map by which it is judged: the one in force when it occurred. */
  readonly inForce: DataMapSnapshot;
  /** The users named one by one; none where a list names them. */
  readonly subjects: NamedSubjects;
  readonly list: SubjectList | null;
  readonly subjectCount: number;
  /** Of the set of users, however they are named. */
  readonly subjectsDigest: Buffer;
  readonly recordedBy: string;
  readonly amends: string | null;
}

/** What became of one prepared disclosure. */
export type Written =
  { readonly row: DisclosureRow; readonly created: boolean } | { readonly error: AppError };

/** What its judgement depends on, its users apart. */
export function toJudge({
  id,
  content,
  derived,
  inForce,
  subjectCount,
}: PreparedDisclosure): DisclosureToJudge {
  const { authorityRequest } = content;
  return { id, transfer: transferOf(content, derived), map: inForce, authorityRequest, subjectCount };
}
