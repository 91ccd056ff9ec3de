import { SetRoot, type RootOfUsers } from "../ledger/index.js";
import { slotsOf, SubjectSet } from "./core/subject-set.js";
import type { OwnedSegments, OwnedSet } from "./packed-copy.js";

/** The roots over the users of events of one kind whose sets are packed; an event's id is that of what its set belongs to. */
export function rootsOfSegments(
  salt: Uint8Array,
  kind: string,
  sets: readonly OwnedSegments[],
): RootOfUsers[] {
  return sets.map(({ id, segments }) => {
    const root = new SetRoot(salt, { kind, event: id });
    for (const packed of segments) root.add(packed.segment, packed.offsets ?? [...slotsOf(packed)]);
    return { event: id, root: root.hex() };
  });
}

/** The same for sets as they are named. */
export function rootsOfSets(salt: Uint8Array, kind: string, sets: readonly OwnedSet[]): RootOfUsers[] {
  const packed = sets.map(({ id, subjects }) => ({ id, segments: SubjectSet.of(subjects).segments() }));
  return rootsOfSegments(salt, kind, packed);
}
