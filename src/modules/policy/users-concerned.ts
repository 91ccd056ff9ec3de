import type { EntityManager } from "typeorm";
import { SubjectSet } from "../subjects/index.js";
import { findFindingMembers } from "./finding-members.repository.js";
import { findFindingById } from "./findings.repository.js";

/** The users whom a finding concerns, or the disclosure of which it concerns all; null where there is no such finding. */
export async function findUsersConcerned(
  db: EntityManager,
  findingId: string,
): Promise<SubjectSet | { readonly allOf: string } | null> {
  const finding = await findFindingById(db, findingId);
  if (finding === null) return null;
  if (finding.concernsAll) return { allOf: finding.disclosureId };
  return (await findFindingMembers(db, [findingId])).get(findingId) ?? new SubjectSet();
}
