import type { DataSource } from "typeorm";
import { findLedgerSalt, SetRoot, type LeafKind, type RootOfUsers } from "../ledger/index.js";
import { slotsBySegment, slotsOfPacked } from "./core/segment-slots.js";
import type { SubjectNumber } from "./core/subject-number.js";
import type { PackedSegment } from "./core/subject-set.js";

/** A root that users are added to. */
export interface GrowingRoot {
  add(packed: PackedSegment): void;
  end(): RootOfUsers;
}

/**
 * Makes the roots over the users of events that leaves hold, in memory. An event's users are added in ascending order of their
 * segments, each segment once.
 */
export class SetRoots {
  constructor(private readonly salt: Uint8Array) {}

  /** With the salt of a database, which never changes. */
  static async of(dataSource: DataSource): Promise<SetRoots> {
    return new SetRoots(await findLedgerSalt(dataSource.manager));
  }

  /** The root over users that are at hand one by one, in any order. */
  ofNumbers(kind: LeafKind, event: string, numbers: Iterable<SubjectNumber>): RootOfUsers {
    const root = this.#begin(kind, event);
    for (const { segment, slots } of slotsBySegment(numbers)) root.add(segment, slots);
    return { event, root: root.hex() };
  }

  ofSegments(kind: LeafKind, event: string, segments: Iterable<PackedSegment>): RootOfUsers {
    const root = this.#begin(kind, event);
    for (const packed of segments) addTo(root, packed);
    return { event, root: root.hex() };
  }

  /** The same of segments that come one after the other, of however many users. */
  growing(kind: LeafKind, event: string): GrowingRoot {
    const root = this.#begin(kind, event);
    return { add: (packed) => addTo(root, packed), end: () => ({ event, root: root.hex() }) };
  }

  #begin({ table }: LeafKind, event: string): SetRoot {
    return new SetRoot(this.salt, { kind: table, event });
  }
}

function addTo(root: SetRoot, packed: PackedSegment): void {
  const { segment, slots } = slotsOfPacked(packed);
  root.add(segment, slots);
}
