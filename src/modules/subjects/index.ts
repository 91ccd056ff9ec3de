export { hiddenCells, isFew, isTotalTelling, type Cells } from "./core/hidden-cells.js";
export { inBoth } from "./core/in-both.js";
export { numberAt, placeOf, SEGMENT_WIDTH, type Place } from "./core/place.js";
export type { Pseudonym } from "./core/pseudonym.js";
export { normaliseReference, problemOfReference, REFERENCE_CHARS_MAX } from "./core/reference.js";
export type { SubjectNumber } from "./core/subject-number.js";
export { PACKED_SLOT, packedOf, slotsOfRow, type StoredRow } from "./core/stored-row.js";
export { slotsOf, SubjectSet, type PackedSegment } from "./core/subject-set.js";
export { BulkNumbers } from "./bulk-numbers.service.js";
export { DataSubject, SubjectHandle, SubjectHandleConnection } from "./data-subject.type.js";
export { copySegments, copySets, type OwnedSegments, type OwnedSet } from "./packed-copy.js";
export {
  insertionOfSource,
  rowsOfSource,
  sourceOfSegments,
  standsFor,
  USERS_OF_ROW,
  type PackedTable,
} from "./packed-sql.js";
export { selectionOfSets, setsOfRows } from "./packed-sets.js";
export {
  BITMAP_BYTES,
  pagesOfSlices,
  selectionOfSlices,
  type OwnedRow,
  type SubjectsPage,
  type SubjectsSlice,
} from "./packed-slice.js";
export type { SegmentSlots } from "./core/segment-slots.js";
export { SmallCells } from "./small-cells/small-cells.js";
export { SetRoots } from "./set-roots.js";
export { SliceLoaders, SubjectHandles } from "./subject-handles.service.js";
export type { LookUp } from "./look-ups/look-up-row.js";
export { RevealReference } from "./look-ups/reveal-reference.service.js";
export { ForgetLookUps } from "./look-ups/forget-look-ups.service.js";
export { LookUps, type FoundListener } from "./look-ups/look-ups.service.js";
export { problemOfReason } from "./core/reveal-reason.js";
export { ErasedSubjects, type ReturnedUser, type ReturnListener } from "./erased-subjects.service.js";
export type { ErasedPerson, NumberedPerson, PersonForgetter } from "./person-forgetter.js";
export { isPseudonymOf, PSEUDONYM_FORM, USER_SET_FORM } from "./stored-forms.js";
export { subjectsUnderSecret } from "./subjects-under-secret.js";
export { SentLists } from "./sent-lists.service.js";
export { SubjectsService, type NamedSubjects } from "./subjects.service.js";
export { serveSubjectLists } from "./subject-lists.route.js";
export {
  SubjectListsService,
  UNKNOWN_LIST,
  type MadeSet,
  type SubjectList,
} from "./subject-lists.service.js";
