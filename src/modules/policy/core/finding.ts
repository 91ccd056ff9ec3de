import type { CalendarDay, CatalogueList } from "../../datamap/index.js";

/** The rules that a disclosure can break, in the order in which findings are told. */
export const FINDING_CODES = [
  "ENTRY_RETIRED",
  "AGREEMENT_MISSING",
  "AGREEMENT_NOT_IN_FORCE",
  "CATEGORY_NOT_PERMITTED",
  "PURPOSE_NOT_PERMITTED",
  "GROUND_NOT_PERMITTED",
  "CONSENT_MISSING",
  "CONSENT_WITHDRAWN",
  "CONSENT_EXPIRED",
  "USE_REFUSED",
  "SUBJECT_BLOCKED",
  "SUBJECT_ERASED",
  "COMMUNICATION_AFTER_DELETION",
  "AUTHORITY_REQUEST_MISSING",
  "AUTHORITY_REQUEST_UNLAWFUL",
  "SAFEGUARD_MISSING",
  "SAFEGUARD_NOT_IN_FORCE",
  "RETENTION_EXCEEDED",
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** `BREACH`: a rule was broken. `GAP`: the data map says nothing by which it could be told. */
export const FINDING_KINDS = ["BREACH", "GAP"] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/**
 * What a finding rests on, in closed vocabulary: keys, ids, days. Where a finding concerns several users, a single value is
 * there if it is the same for all of them, and a list holds what any of them has. Lists are sorted, so that equal details look equal.
 */
export interface FindingDetail {
  /** Retired entries that the disclosure names. */
  readonly entries?: readonly RetiredEntry[];
  /** Keys of the sharing or retention rules by which it was judged. */
  readonly rules?: readonly string[];
  /** Keys of the disclosed categories that are concerned, where not all are. */
  readonly categories?: readonly string[];
  readonly agreement?: string;
  readonly safeguard?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** The last day on which it was lawful. */
  readonly until?: CalendarDay;
  /** Id of the fact about the user that is the cause. */
  readonly fact?: string;
  /** Id of the authority request. */
  readonly request?: string;
  /** Id of the review of the authority request. */
  readonly review?: string;
  /** Clauses of the published policy that the rule expresses, by their number in the clause table. */
  readonly clauses?: readonly string[];
}

export interface RetiredEntry {
  readonly list: CatalogueList;
  readonly key: string;
}

/** One rule that a disclosure breaks, or a gap in the data map; at most one of each code. */
export interface Finding {
  readonly code: FindingCode;
  readonly kind: FindingKind;
  readonly detail: FindingDetail;
}

const PRECEDENCE = new Map<FindingCode, number>(FINDING_CODES.map((code, place) => [code, place]));

/** The findings in the documented order. */
export function inPrecedence<Found extends { readonly code: FindingCode }>(
  findings: readonly Found[],
): Found[] {
  return findings.toSorted((one, other) => PRECEDENCE.get(one.code)! - PRECEDENCE.get(other.code)!);
}

/** The clauses of the published policy that any of the entries expresses, each once. */
export function clausesOf(entries: readonly { readonly clauses: readonly string[] }[]): string[] {
  return [...new Set(entries.flatMap(({ clauses }) => clauses))].sort();
}

/** What two findings of one code have in common, with all that either lists. In whatever order many are merged, the result is the same. */
export function mergeDetails(one: FindingDetail, other: FindingDetail): FindingDetail {
  if (one === other) return one;
  const merged: Record<string, unknown> = {};
  for (const field of ["rules", "clauses"] as const) {
    const either = union(one[field] ?? [], other[field] ?? []);
    if (either.length > 0) merged[field] = either;
  }
  if (one.categories && other.categories) merged.categories = union(one.categories, other.categories);
  for (const field of ["until", "fact"] as const) {
    if (one[field] !== undefined && one[field] === other[field]) merged[field] = one[field];
  }
  return merged;
}

function union(one: readonly string[], other: readonly string[]): readonly string[] {
  if (one.length === other.length && one.every((value, place) => value === other[place])) return one;
  return [...new Set([...one, ...other])].sort();
}
