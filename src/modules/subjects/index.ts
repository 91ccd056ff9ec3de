export type { Pseudonym } from "./core/pseudonym.js";
export { normaliseReference, problemOfReference, REFERENCE_CHARS_MAX } from "./core/reference.js";
export type { SubjectNumber } from "./core/subject-number.js";
export { DataSubject, SubjectHandle, SubjectHandleConnection } from "./data-subject.type.js";
export { SubjectsLoaders } from "./subjects.loaders.js";
export { SubjectsService, type NamedSubjects } from "./subjects.service.js";
