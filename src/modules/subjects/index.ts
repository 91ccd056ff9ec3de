export { numberAt, placeOf, SEGMENT_WIDTH, type Place } from "./core/place.js";
export type { Pseudonym } from "./core/pseudonym.js";
export { normaliseReference, problemOfReference, REFERENCE_CHARS_MAX } from "./core/reference.js";
export type { SubjectNumber } from "./core/subject-number.js";
export { slotsOf, SubjectSet, type PackedSegment } from "./core/subject-set.js";
export { DataSubject, SubjectHandle, SubjectHandleConnection } from "./data-subject.type.js";
export { SubjectsLoaders } from "./subjects.loaders.js";
export { SubjectsService, type NamedSubjects } from "./subjects.service.js";
