import type { FieldProblem } from "../../platform/errors.js";
import { problemsOfPeriod } from "../../platform/problems-of-period.js";
import { didYouMean, type DataMapSnapshot } from "../datamap/index.js";
import type { FindingCode, FindingKind } from "./core/finding.js";
import type { FindingConditions } from "./findings.repository.js";

/** Which findings a list shows or a count counts; null and missing are the same. */
export interface FindingFilterValues {
  readonly codes?: readonly FindingCode[] | null;
  readonly kind?: FindingKind | null;
  readonly recipient?: string | null;
  readonly purpose?: string | null;
  readonly occurredFrom?: Date | null;
  readonly occurredTo?: Date | null;
  readonly acknowledged?: boolean | null;
}

/** What a filter asks for, and everything that is wrong with it. A key that the data map has never known is a slip. */
export function readFindingFilter(
  filter: FindingFilterValues,
  map: DataMapSnapshot,
): { readonly conditions: FindingConditions; readonly problems: FieldProblem[] } {
  const { codes, kind, recipient, purpose, occurredFrom, occurredTo, acknowledged } = filter;
  const problems = problemsOfPeriod(occurredFrom, occurredTo, "filter.occurredFrom", "filter.occurredTo");
  const expect = (list: "recipients" | "purposes", field: string, key?: string | null) => {
    if (key == null || map.entry(list, key)) return;
    problems.push({
      field: `filter.${field}`,
      message: `The data map has no entry with this key.${didYouMean(key, map.keys(list))}`,
    });
  };
  expect("recipients", "recipient", recipient);
  expect("purposes", "purpose", purpose);
  const conditions: FindingConditions = {
    ...(codes && { codes }),
    ...(kind && { kind }),
    ...(recipient != null && { recipient }),
    ...(purpose != null && { purpose }),
    ...(occurredFrom && { occurredFrom }),
    ...(occurredTo && { occurredTo }),
    ...(acknowledged != null && { acknowledged }),
  };
  return { conditions, problems };
}
