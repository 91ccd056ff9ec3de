import type { SubjectNumber } from "./subject-number.js";

/** So many neighbouring numbers share a segment. A number's place in its segment, its slot, has 12 bits. */
export const SEGMENT_WIDTH = 4_096;

/** Where a user's number stands in a packed set. */
export interface Place {
  readonly segment: number;
  /** 0 to 4,095. */
  readonly slot: number;
}

export function placeOf(number: SubjectNumber): Place {
  return { segment: Math.floor(number / SEGMENT_WIDTH), slot: number % SEGMENT_WIDTH };
}

export function numberAt(place: Place): SubjectNumber {
  return (place.segment * SEGMENT_WIDTH + place.slot) as SubjectNumber;
}
