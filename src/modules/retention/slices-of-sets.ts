import {
  numberAt,
  slotsOf,
  type PackedSegment,
  type SubjectNumber,
  type SubjectsPage,
  type SubjectsSlice,
} from "../subjects/index.js";

/** A page of a set that is in memory, as `pagesOfSlices` cuts it from one in the database. Segments come ascending. */
export function sliceOfSet(segments: readonly PackedSegment[], slice: SubjectsSlice): SubjectsPage {
  const { direction, limit, after, before } = slice;
  const backward = direction === "backward";
  const found: SubjectNumber[] = [];
  for (const packed of backward ? segments.toReversed() : segments) {
    const numbers = [...slotsOf(packed)].map((slot) => numberAt({ segment: packed.segment, slot }));
    for (const number of backward ? numbers.reverse() : numbers) {
      if (number > (after ?? -1) && number < (before ?? Infinity)) found.push(number);
      if (found.length > limit) break;
    }
    if (found.length > limit) break;
  }
  const more = found.length > limit;
  const page = found.slice(0, limit);
  return {
    numbers: backward ? page.reverse() : page,
    hasNextPage: backward ? before !== undefined : more,
    hasPreviousPage: backward ? more : after !== undefined,
  };
}
