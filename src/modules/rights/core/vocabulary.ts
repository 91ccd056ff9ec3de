/** The closed vocabularies of rights requests. What each value means stands in `requests/rights-enums.type.ts`. */

export const REQUEST_STATUSES = ["RECEIVED", "KEPT", "IDENTITY_CONFIRMED", "DECIDED", "DONE"] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

export const REQUEST_STEPS = [
  "IDENTITY_CONFIRMED",
  "IMPEDIMENT_NOTED",
  "IMPEDIMENT_LIFTED",
  "DECIDED",
  "ANSWERED",
  "RECIPIENTS_TOLD",
  "PERSON_ERASED",
] as const;
export type RequestStep = (typeof REQUEST_STEPS)[number];

export const OUTCOMES = ["FULFILLED", "PARTLY_FULFILLED", "REFUSED"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const REQUEST_FORMS = ["WRITTEN", "ORAL"] as const;
export type RequestForm = (typeof REQUEST_FORMS)[number];

export const FORM_PROBLEMS = [
  "OTHER_ADDRESS",
  "OTHER_SUBJECT_LINE",
  "CHANNEL_NOT_ADMITTED",
  "NOT_IN_WRITING",
] as const;
export type FormProblem = (typeof FORM_PROBLEMS)[number];

/** Kinds of documents only: a number, a name or a copy of one is never recorded. */
export const IDENTITY_DOCUMENTS = [
  "IDENTITY_CARD",
  "PASSPORT",
  "RESIDENCE_PERMIT",
  "DRIVING_LICENCE",
  "ELECTRONIC_SIGNATURE",
  "SIGNED_IN_ACCOUNT",
  "POWER_OF_ATTORNEY",
  "DOCUMENT_OF_CORRECTION",
  "OTHER_DOCUMENT",
] as const;
export type IdentityDocument = (typeof IDENTITY_DOCUMENTS)[number];
