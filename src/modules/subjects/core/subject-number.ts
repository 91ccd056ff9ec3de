/** A user's dense internal number, from 0. It never leaves the registry. */
export type SubjectNumber = number & { readonly __subjectNumber: unique symbol };
