import type { PackedSegment } from "../../subjects/index.js";
import type { SubjectFact } from "./subject-fact.js";

/** A fact with those of the users asked about whom it concerns, within one segment. */
export interface SegmentFact {
  readonly fact: SubjectFact;
  readonly members: PackedSegment;
}

/** The users of a set within one segment, and all facts about any of them. */
export interface FactsOfSegment {
  readonly segment: number;
  /** Those of the set, whether there is a fact about them or not. */
  readonly members: PackedSegment;
  readonly facts: readonly SegmentFact[];
}
