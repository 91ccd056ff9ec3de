import type { FactsOfSegment } from "../../consents/index.js";
import type { CalendarDay } from "../../datamap/index.js";
import { groupAlike } from "../../policy/core/users-alike.js";
import { SegmentBitmap } from "../../subjects/core/segment-bitmap.js";
import type { PackedSegment } from "../../subjects/index.js";
import type { RetentionJudge, RunOut } from "./judge-retention.js";
import { isHeld } from "./legal-hold.js";

/** What has run out in one category for users of one segment. Both sets may be those of other categories, too: read them only. */
export interface DueOfSegment {
  readonly runOut: RunOut;
  readonly category: string;
  readonly users: SegmentBitmap;
  /** Users of whom nothing may be destroyed, whatever has run out. */
  readonly held: SegmentBitmap;
}

/** Users of one segment whose data of a category are recorded as destroyed. */
export interface Destroyed {
  /** Whether it was this that ran out then: the same data, under a rule that covers the term's. */
  readonly covers: (runOut: RunOut, category: string) => boolean;
  /** Where they were destroyed; null for everywhere. */
  readonly dataStore: string | null;
  /** Data that became due later are others. */
  readonly asOf: CalendarDay;
  readonly members: PackedSegment;
}

/** Users for whom the same has run out, in all categories of the term. */
interface Group {
  readonly runOut: RunOut;
  readonly users: SegmentBitmap;
  held: SegmentBitmap;
}

/** Most users are under no hold, and facts of single users make as many groups as users. */
const NOBODY = new SegmentBitmap();

/** What was destroyed of a segment's users, and where there is anything to destroy. */
export interface Destructions {
  readonly destroyed: readonly Destroyed[];
  /** Keys of the data stores of which it is asked whether data of a category are still there; none: of the category as such. */
  readonly storesOf: (category: string) => readonly string[];
}

/** What has run out for the users of one segment. `holdsAt` is the moment up to which a legal hold counts. */
export function dueOfSegment(
  judge: RetentionJudge,
  { members, facts }: FactsOfSegment,
  holdsAt: Date,
  destructions: Destructions,
): DueOfSegment[] {
  const groups = new Map<string, Group>();
  for (const { facts: known, users } of groupAlike(members, facts)) {
    const runOuts = judge.judge(known);
    if (runOuts.length > 0) addTo(groups, runOuts, users, isHeld(known, holdsAt));
  }
  return [...groups.values()].flatMap((group) =>
    group.runOut.term.categories.flatMap((category) => {
      const gone = goneOf(group.runOut, category, destructions);
      if (!gone) return [{ ...group, category }];
      const users = without(group.users, gone);
      const held = without(group.held, gone);
      return users.count() + held.count() === 0 ? [] : [{ runOut: group.runOut, category, users, held }];
    }),
  );
}

/** The users whose data are gone: destroyed everywhere, or in each of the stores. */
function goneOf(
  runOut: RunOut,
  category: string,
  { destroyed, storesOf }: Destructions,
): SegmentBitmap | null {
  const these = destroyed.filter((each) => each.asOf >= runOut.dueFrom && each.covers(runOut, category));
  if (these.length === 0) return null;
  const stores = storesOf(category);
  const everywhere = unionOf(these.filter(({ dataStore }) => dataStore === null || stores.length === 0));
  const [first, ...others] = stores.map((store) =>
    unionOf(these.filter(({ dataStore }) => dataStore === store)),
  );
  if (first) {
    for (const each of others) first.keepAll(each);
    everywhere.addAll(first);
  }
  return everywhere;
}

function unionOf(destroyed: readonly Destroyed[]): SegmentBitmap {
  const union = new SegmentBitmap();
  for (const { members } of destroyed) union.addAll(SegmentBitmap.of(members));
  return union;
}

function addTo(
  groups: Map<string, Group>,
  runOuts: readonly RunOut[],
  users: Iterable<number>,
  areHeld: boolean,
): void {
  for (const runOut of runOuts) {
    const { term, dueFrom, keptBy } = runOut;
    const key = `${term.rule.key}|${term.categories[0]}|${dueFrom}|${keptBy.join()}`;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { runOut, users: new SegmentBitmap(), held: NOBODY }));
    if (areHeld && group.held === NOBODY) group.held = new SegmentBitmap();
    const bitmap = areHeld ? group.held : group.users;
    for (const slot of users) bitmap.add(slot);
  }
}

function without(users: SegmentBitmap, gone: SegmentBitmap): SegmentBitmap {
  const others = new SegmentBitmap();
  others.addAll(users);
  others.deleteAll(gone);
  return others;
}
