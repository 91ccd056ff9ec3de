import type { FieldProblem } from "../../platform/errors.js";
import { problemsOfPeriod } from "../../platform/problems-of-period.js";
import { didYouMean, type NamingMap, type RecipientKind } from "../datamap/index.js";
import type { Direction } from "./core/vocabulary.js";
import type { DisclosureConditions } from "./disclosures.repository.js";

/** What a list of disclosures is narrowed to: `DisclosureFilter`. */
export interface DisclosureFilterValues {
  readonly direction?: Direction | null;
  readonly recipient?: string | null;
  readonly recipientKind?: RecipientKind | null;
  readonly purpose?: string | null;
  readonly legalGround?: string | null;
  readonly category?: string | null;
  readonly jurisdiction?: string | null;
  readonly subject?: string | null;
  readonly authorityRequest?: string | null;
  readonly occurredFrom?: Date | null;
  readonly occurredTo?: Date | null;
  readonly crossBorder?: boolean | null;
  readonly withFindings?: boolean | null;
  readonly includeSuperseded?: boolean | null;
}

/**
 * What a filter asks for, `subject` apart, and everything that is wrong with it. A key the data map has never known is a slip,
 * and answering nothing would hide it.
 */
export function readFilter(
  filter: DisclosureFilterValues,
  map: NamingMap,
): { readonly conditions: DisclosureConditions; readonly problems: FieldProblem[] } {
  const problems = problemsOfPeriod(
    filter.occurredFrom,
    filter.occurredTo,
    "filter.occurredFrom",
    "filter.occurredTo",
  );
  const expect = (
    list: "recipients" | "purposes" | "legalGrounds" | "categories",
    field: string,
    key?: string | null,
  ) => {
    if (key == null || map.entry(list, key)) return;
    problems.push({
      field: `filter.${field}`,
      message: `The data map has no entry with this key.${didYouMean(key, map.keys(list))}`,
    });
  };
  expect("recipients", "recipient", filter.recipient);
  expect("purposes", "purpose", filter.purpose);
  expect("legalGrounds", "legalGround", filter.legalGround);
  expect("categories", "category", filter.category);
  const ofKind =
    filter.recipientKind == null
      ? map.recipientsBoundTo
      : map.recipientsOfKind(filter.recipientKind).map(({ key }) => key);
  const recipients =
    filter.recipient == null ? ofKind : [filter.recipient].filter((key) => ofKind?.includes(key) ?? true);
  const purposes = filter.purpose == null ? map.purposesBoundTo : [filter.purpose];
  const conditions: DisclosureConditions = {
    ...(filter.direction != null && { direction: filter.direction }),
    ...(recipients && { recipients }),
    ...(purposes && { purposes }),
    ...(filter.legalGround != null && { legalGround: filter.legalGround }),
    ...(filter.category != null && { categories: map.categoryAndDescendants(filter.category) }),
    ...(filter.jurisdiction != null && { counterpartyCountry: filter.jurisdiction }),
    ...(filter.authorityRequest != null && { authorityRequest: filter.authorityRequest }),
    ...(filter.occurredFrom && { occurredFrom: filter.occurredFrom }),
    ...(filter.occurredTo && { occurredTo: filter.occurredTo }),
    ...(filter.crossBorder != null && { crossBorder: filter.crossBorder }),
    ...(filter.withFindings != null && { withFindings: filter.withFindings }),
    includeSuperseded: filter.includeSuperseded === true,
  };
  return { conditions, problems };
}
