import type { SubjectNumber } from "../../subjects/core/subject-number.js";

/** 4,096 neighbouring numbers share a segment. */
const SLOT_BITS = 12;
const SLOTS = 2 ** SLOT_BITS;

/** Where a user's number stands in the coverage store. */
export interface Place {
  readonly segment: number;
  /** 0 to 4,095. */
  readonly slot: number;
}

export function placeOf(number: SubjectNumber): Place {
  return { segment: Math.floor(number / SLOTS), slot: number % SLOTS };
}

export function numberAt(place: Place): SubjectNumber {
  return (place.segment * SLOTS + place.slot) as SubjectNumber;
}
