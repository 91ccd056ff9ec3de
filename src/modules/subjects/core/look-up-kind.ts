/** How somebody looked a user up, or a set of users. */
export const LOOK_UP_KINDS = [
  "REFERENCE",
  "FILTER",
  "RIGHTS_REQUEST",
  "ACCOUNTING",
  "COVERAGE_PROOF",
  "EVALUATION",
  "LIST_MATCH",
  "BREACH_EXPORT",
  "REVEAL",
] as const;
export type LookUpKind = (typeof LOOK_UP_KINDS)[number];
