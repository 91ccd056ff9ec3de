import type { EntityManager } from "typeorm";
import { findFindingMembers } from "./finding-members.repository.js";
import { findStandingFindings } from "./findings.repository.js";
import type { Verdict } from "./judge.service.js";

/** What stands about each disclosure, in the form in which it was judged; nothing where nothing is found. Two statements for any number. */
export async function findStandingVerdicts(
  db: EntityManager,
  disclosureIds: readonly string[],
): Promise<Map<string, Verdict>> {
  const standing = await findStandingFindings(db, disclosureIds);
  const some = [...standing.values()].flat().filter(({ concernsAll }) => !concernsAll);
  const members = await findFindingMembers(
    db,
    some.map(({ id }) => id),
  );
  return new Map(
    [...standing].map(([disclosureId, findings]) => [
      disclosureId,
      findings.map(({ id, code, kind, detail, subjectCount }) => ({
        code,
        kind,
        detail,
        subjectCount,
        members: [...(members.get(id)?.segments() ?? [])],
      })),
    ]),
  );
}
