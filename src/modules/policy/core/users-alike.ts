import type { SegmentFact, SubjectFact } from "../../consents/index.js";
import { SegmentBitmap } from "../../subjects/core/segment-bitmap.js";
import { slotsOf } from "../../subjects/core/subject-set.js";
import type { PackedSegment } from "../../subjects/index.js";

/** Users of one segment about whom exactly the same facts are known, so that one judgement is right for all of them. */
export interface UsersAlike {
  readonly facts: readonly SubjectFact[];
  /** Their slots. */
  readonly users: Iterable<number>;
}

/** Users whom one more fact is about than those of the group that they came from. */
interface Group {
  readonly of: Group | null;
  readonly fact: SubjectFact;
  readonly users: number[];
}

/**
 * Sorts the users of a segment by what is known about them.
 *
 * The work grows with the users that each fact is about, and not with the users of the segment: a fact about everybody, such as the
 * consent of a whole list, costs the comparison of two bitmaps, and whom no other fact is about is not looked at one by one.
 */
export function groupAlike(members: PackedSegment, facts: readonly SegmentFact[]): UsersAlike[] {
  const others = SegmentBitmap.of(members);
  const size = others.count();
  const aboutAll: SubjectFact[] = [];
  const aboutSome: SegmentFact[] = [];
  for (const about of facts) {
    const mayBeAboutAll = (about.members.offsets?.length ?? size) >= size;
    if (mayBeAboutAll && others.isWithin(about.members)) aboutAll.push(about.fact);
    else aboutSome.push(about);
  }
  const groups = groupsOf(others, aboutSome).filter(({ users }) => users.length > 0);
  const set = groups.map((group) => ({ facts: [...aboutAll, ...factsOf(group)], users: group.users }));
  return others.count() === 0 ? set : [...set, { facts: aboutAll, users: others }];
}

/** Takes those whom a fact is about out of the others: each fact moves its users from their group to one of their own. */
function groupsOf(others: SegmentBitmap, facts: readonly SegmentFact[]): Group[] {
  const groups: Group[] = [];
  const groupOf = new Map<number, Group>();
  for (const { fact, members } of facts) {
    const movedTo = new Map<Group | null, Group>();
    for (const slot of slotsOf(members)) {
      const from = groupOf.get(slot) ?? null;
      if (from === null && !others.has(slot)) continue;
      let to = movedTo.get(from);
      if (!to) movedTo.set(from, (to = { of: from, fact, users: [] }));
      groupOf.set(slot, to);
      others.delete(slot);
    }
    groups.push(...movedTo.values());
  }
  for (const [slot, group] of groupOf) group.users.push(slot);
  return groups;
}

function factsOf(group: Group): SubjectFact[] {
  const facts: SubjectFact[] = [];
  for (let at: Group | null = group; at; at = at.of) facts.push(at.fact);
  return facts;
}
