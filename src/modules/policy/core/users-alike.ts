import type { SegmentFact, SubjectFact } from "../../consents/index.js";
import { SEGMENT_WIDTH } from "../../subjects/core/place.js";
import { SegmentBitmap } from "../../subjects/core/segment-bitmap.js";
import { slotsOf } from "../../subjects/core/subject-set.js";
import type { PackedSegment } from "../../subjects/index.js";

/** Users of one segment about whom exactly the same facts are known, so that one judgement is right for all of them. */
export interface UsersAlike {
  readonly facts: readonly SubjectFact[];
  readonly users: SegmentBitmap;
}

/** A group of users while facts are dealt out: those of another group whom one more fact is about. */
interface Group {
  readonly of: number;
  readonly fact: SubjectFact;
}

/**
 * Sorts the users of a segment by what is known about them. The work grows with the facts times the users that each is about; a
 * fact about everybody, such as the consent of a whole list, costs the comparison of two bitmaps.
 */
export function groupAlike(members: PackedSegment, facts: readonly SegmentFact[]): UsersAlike[] {
  const everybody = SegmentBitmap.of(members);
  const aboutAll: SubjectFact[] = [];
  const aboutSome: SegmentFact[] = [];
  for (const about of facts) {
    if (everybody.isWithin(about.members)) aboutAll.push(about.fact);
    else aboutSome.push(about);
  }
  if (aboutSome.length === 0) return [{ facts: aboutAll, users: everybody }];

  const { groups, groupOf } = dealOut(everybody, aboutSome);
  const users = new Map<number, SegmentBitmap>();
  for (const slot of everybody.slots()) {
    const group = groupOf[slot]!;
    let alike = users.get(group);
    if (!alike) users.set(group, (alike = SegmentBitmap.empty()));
    alike.add(slot);
  }
  return [...users].map(([group, alike]) => ({
    facts: [...aboutAll, ...factsOf(group, groups)],
    users: alike,
  }));
}

/** Gives each user the facts one after the other: each fact moves those whom it is about from their group to one of their own. */
function dealOut(everybody: SegmentBitmap, facts: readonly SegmentFact[]) {
  const groupOf = new Uint32Array(SEGMENT_WIDTH);
  const groups: (Group | null)[] = [null];
  for (const { fact, members } of facts) {
    const movedTo = new Map<number, number>();
    for (const slot of slotsOf(members)) {
      if (!everybody.has(slot)) continue;
      const from = groupOf[slot]!;
      let to = movedTo.get(from);
      if (to === undefined) movedTo.set(from, (to = groups.push({ of: from, fact }) - 1));
      groupOf[slot] = to;
    }
  }
  return { groups, groupOf };
}

function factsOf(group: number, groups: readonly (Group | null)[]): SubjectFact[] {
  const facts: SubjectFact[] = [];
  for (let at = groups[group]; at; at = groups[at.of]) facts.push(at.fact);
  return facts;
}
