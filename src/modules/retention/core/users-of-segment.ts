import type { FactsOfSegment } from "../../consents/index.js";
import { groupAlike } from "../../policy/core/users-alike.js";
import { SegmentBitmap } from "../../subjects/core/segment-bitmap.js";
import type { PackedSegment } from "../../subjects/index.js";
import type { DueOfSegment } from "./due-of-segment.js";
import { isHeld } from "./legal-hold.js";

/** Of the users of a segment those who are due in every one of the categories, and apart those of them held back in any. */
export function usersDue(
  due: readonly DueOfSegment[],
  categories: readonly string[],
): { readonly users: SegmentBitmap; readonly held: SegmentBitmap } {
  let users: SegmentBitmap | null = null;
  const held = new SegmentBitmap();
  for (const category of categories) {
    const inCategory = new SegmentBitmap();
    for (const each of due) {
      if (each.category !== category || each.runOut.keptBy.length > 0) continue;
      inCategory.addAll(each.users);
      inCategory.addAll(each.held);
      held.addAll(each.held);
    }
    if (users) users.keepAll(inCategory);
    else users = inCategory;
  }
  users ??= new SegmentBitmap();
  held.keepAll(users);
  users.deleteAll(held);
  return { users, held };
}

/** How many users of a packed segment are in a set. */
export function countIn(packed: PackedSegment, users: SegmentBitmap): number {
  const both = SegmentBitmap.of(packed);
  both.keepAll(users);
  return both.count();
}

/** Of how many users of a segment nothing may be destroyed, because of a hold that has begun. */
export function countHeld({ members, facts }: FactsOfSegment, now: Date): number {
  let count = 0;
  for (const { facts: known, users } of groupAlike(members, facts)) {
    if (isHeld(known, now)) count += [...users].length;
  }
  return count;
}
