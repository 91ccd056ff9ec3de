import type { SubjectFact } from "../../consents/index.js";
import { SubjectSet } from "../../subjects/core/subject-set.js";
import type { PackedSegment, SubjectNumber } from "../../subjects/index.js";
import { inPrecedence, mergeDetails } from "./finding.js";
import type { Finding, FindingCode, FindingDetail } from "./finding.js";
import type { Judge, SegmentFinding } from "./judge.js";

/** A finding with those users of a disclosure whom it concerns. */
export interface ConcernedUsers extends Finding {
  readonly subjectCount: number;
  /** Ascending, each segment once. */
  readonly members: readonly PackedSegment[];
}

/**
 * What a transfer breaks for users that are at hand one by one, in precedence.
 *
 * @param facts All facts about each of the users; users without any need not be in it.
 */
export function judgeEach(
  judge: Judge,
  numbers: Iterable<SubjectNumber>,
  facts: ReadonlyMap<SubjectNumber, readonly SubjectFact[]>,
): ConcernedUsers[] {
  if (facts.size === 0 && judge.withoutFacts.length === 0) return [];
  const found = new Map<FindingCode, { finding: Finding; detail: FindingDetail; users: SubjectSet }>();
  for (const number of numbers) {
    const known = facts.get(number);
    for (const finding of known ? judge.ofSubject(known) : judge.withoutFacts) {
      const before = found.get(finding.code);
      const detail = before ? mergeDetails(before.detail, finding.detail) : finding.detail;
      const users = before?.users ?? new SubjectSet();
      users.add(number);
      found.set(finding.code, { finding, detail, users });
    }
  }
  const concerned = [...found.values()].map(({ finding, detail, users }) => ({
    ...finding,
    detail,
    subjectCount: users.size,
    members: [...users.segments()],
  }));
  return inPrecedence(concerned);
}

/** Puts together what a transfer breaks for users that come one segment after the other. */
export class GatheredFindings {
  readonly #found = new Map<FindingCode, ConcernedUsers & { readonly members: PackedSegment[] }>();

  /** Segments come ascending, each once. */
  add(findings: readonly SegmentFinding[]): void {
    for (const { members, ...finding } of findings) {
      const before = this.#found.get(finding.code);
      if (!before) {
        this.#found.set(finding.code, { ...finding, members: [members] });
        continue;
      }
      before.members.push(members);
      const detail = mergeDetails(before.detail, finding.detail);
      const subjectCount = before.subjectCount + finding.subjectCount;
      this.#found.set(finding.code, { ...before, detail, subjectCount });
    }
  }

  inPrecedence(): ConcernedUsers[] {
    return inPrecedence([...this.#found.values()]);
  }
}
