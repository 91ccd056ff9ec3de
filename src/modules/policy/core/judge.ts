import type { SegmentFact, SubjectFact } from "../../consents/index.js";
import type { DataMapSnapshot } from "../../datamap/index.js";
import { SegmentBitmap } from "../../subjects/core/segment-bitmap.js";
import type { PackedSegment } from "../../subjects/index.js";
import { mergeDetails } from "./finding.js";
import type { Finding, FindingCode } from "./finding.js";
import { SubjectJudge } from "./judge-subject.js";
import { judgeTransfer } from "./judge-transfer.js";
import type { AuthorityDemand, Transfer } from "./transfer.js";
import { groupAlike } from "./users-alike.js";

/** A finding with those of a segment's users whom it concerns. */
export interface SegmentFinding extends Finding {
  readonly subjectCount: number;
  readonly members: PackedSegment;
}

/**
 * Judges one transfer and its users, each by the facts about that user.
 *
 * Everything is as of the moment and the day on which the transfer occurred, under the revision of the data map in force then.
 * Pure: the same input has the same answer, now and in ten years.
 */
export class Judge {
  /** What the transfer breaks whoever its users are, in precedence: it concerns all of them. */
  readonly ofTransfer: readonly Finding[];
  readonly #subjects: SubjectJudge;

  /** @param demand The authority request on which the disclosure rests; null where it names none. */
  constructor(transfer: Transfer, map: DataMapSnapshot, demand: AuthorityDemand | null) {
    const day = map.calendarDay(transfer.occurredAt);
    this.ofTransfer = judgeTransfer(transfer, map, demand, day);
    this.#subjects = new SubjectJudge(transfer, map, day);
  }

  /** What it breaks for a user about whom no fact is known, in precedence. Empty: only users with facts need be looked at. */
  get withoutFacts(): readonly Finding[] {
    return this.#subjects.withoutFacts;
  }

  /** What it breaks for one user, in precedence. */
  ofSubject(facts: readonly SubjectFact[]): readonly Finding[] {
    return this.#subjects.judge(facts);
  }

  /** What it breaks for users of one segment: the same as user by user. `facts` are all facts about any of them. */
  ofSegment(members: PackedSegment, facts: readonly SegmentFact[]): SegmentFinding[] {
    const found = new Map<FindingCode, { finding: Finding; users: SegmentBitmap }>();
    for (const { facts: known, users } of groupAlike(members, facts)) {
      for (const finding of this.ofSubject(known)) {
        const before = found.get(finding.code);
        const detail = before ? mergeDetails(before.finding.detail, finding.detail) : finding.detail;
        const concerned = before?.users ?? new SegmentBitmap();
        for (const slot of users) concerned.add(slot);
        found.set(finding.code, { finding: { ...finding, detail }, users: concerned });
      }
    }
    return [...found.values()].map(({ finding, users }) => ({
      ...finding,
      subjectCount: users.count(),
      members: users.pack(members.segment),
    }));
  }
}
