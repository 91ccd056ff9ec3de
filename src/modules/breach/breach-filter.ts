import type { FieldProblem } from "../../platform/errors.js";
import { problemsOfPeriod } from "../../platform/problems-of-period.js";
import { didYouMean, type DataMapSnapshot } from "../datamap/index.js";
import type { DeliveredQuestion } from "../disclosures/index.js";
import { suppliersOf } from "./core/onward-recipients.js";

/** What is known of a breach: `BreachFilter`. */
export interface BreachFilterValues {
  readonly recipient?: string | null;
  readonly throughOthers?: boolean | null;
  readonly country?: string | null;
  readonly category?: string | null;
  readonly occurredFrom?: Date | null;
  readonly occurredTo?: Date | null;
  readonly discoveredAt?: Date | null;
}

/** The same, understood under a revision of the data map. */
export interface BreachQuestion {
  readonly map: DataMapSnapshot;
  readonly delivered: DeliveredQuestion;
  /** Recipients that pass on to the one asked about. */
  readonly suppliers: readonly string[];
  /** Whether a category, as it was recorded, may hold what the breach is about. */
  readonly affects: (category: string) => boolean;
  readonly discoveredAt: Date | null;
}

const NARROWING = ["recipient", "country", "category", "occurredFrom", "occurredTo"] as const;

/**
 * What a filter asks for, and everything that is wrong with it. A category asked about takes in those under it, which are parts of it, and
 * those above it, whose records do not say which of their parts went out.
 */
export function readBreachFilter(
  filter: BreachFilterValues,
  map: DataMapSnapshot,
  now: Date,
): { readonly question: BreachQuestion; readonly problems: FieldProblem[] } {
  const { recipient, country, category, occurredFrom, occurredTo } = filter;
  const suppliers = recipient == null ? [] : suppliersOf(map, recipient);
  const categories =
    category == null ? null : [...ancestorsOf(category, map), ...map.categoryAndDescendants(category)];
  const delivered: DeliveredQuestion = {
    ...(recipient != null && { recipients: [recipient, ...(filter.throughOthers ? suppliers : [])] }),
    ...(country != null && { counterpartyCountry: country }),
    ...(categories && { categories }),
    ...(occurredFrom && { occurredFrom }),
    ...(occurredTo && { occurredTo }),
  };
  const question = {
    map,
    delivered,
    suppliers,
    affects: (recorded: string) => categories?.includes(recorded) ?? true,
    discoveredAt: filter.discoveredAt ?? null,
  };
  return { question, problems: problemsOf(filter, map, now) };
}

function* ancestorsOf(category: string, map: DataMapSnapshot): Generator<string> {
  const above = (key: string) => map.category(key)?.parent;
  for (let at = above(category); at !== undefined; at = above(at)) yield at;
}

function problemsOf(filter: BreachFilterValues, map: DataMapSnapshot, now: Date): FieldProblem[] {
  const problems = problemsOfPeriod(
    filter.occurredFrom,
    filter.occurredTo,
    "filter.occurredFrom",
    "filter.occurredTo",
  );
  if (NARROWING.every((field) => filter[field] == null)) {
    problems.push({
      field: "filter",
      message: `Say what is known of the breach: at least one of ${NARROWING.join(", ")}.`,
    });
  }
  const expect = (list: "recipients" | "categories", field: string, key?: string | null) => {
    if (key == null || map.entry(list, key)) return;
    problems.push({
      field: `filter.${field}`,
      message: `The data map has no entry with this key.${didYouMean(key, map.keys(list))}`,
    });
  };
  expect("recipients", "recipient", filter.recipient);
  expect("categories", "category", filter.category);
  if (filter.throughOthers && filter.recipient == null) {
    problems.push({
      field: "filter.throughOthers",
      message: "It is about one recipient: name it as recipient, or leave this out.",
    });
  }
  if (filter.discoveredAt && filter.discoveredAt > now) {
    problems.push({
      field: "filter.discoveredAt",
      message: "A breach is discovered by now: give the moment when it was, with its offset from UTC.",
    });
  }
  return problems;
}
