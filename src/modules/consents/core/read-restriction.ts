import type { FieldProblem } from "../../../platform/errors.js";
import type { CatalogueList, DataMapSnapshot } from "../../datamap/index.js";
import {
  factReading,
  problemsOfKey,
  problemsOfMoment,
  problemsOfPastMoment,
  type FactInput,
  type FactReader,
} from "./read-fact.js";
import type { Restriction } from "./subject-fact.js";

/** As a caller sends it: `RestrictUseInput`. */
export interface RestrictionInput extends FactInput {
  readonly kind: Restriction;
  readonly categories?: readonly string[] | null;
  readonly purposes?: readonly string[] | null;
  readonly from: Date;
  readonly reason?: string | null;
}

/** `LiftRestrictionInput`. */
export interface LiftingInput extends FactInput {
  readonly restriction: string;
  readonly liftedAt: Date;
  readonly reason?: string | null;
}

/** More than any map's entries; each unknown key is compared with every key there is. */
const KEYS_MAX = 1_000;

export const readRestriction: FactReader<RestrictionInput> = (input, { map }) => {
  const { kind: restriction, from } = input;
  const categories = input.categories ?? [];
  const purposes = input.purposes ?? [];
  const problems = [
    ...problemsOfKeys(map, "categories", categories, "data category"),
    ...problemsOfKeys(map, "purposes", purposes, "purpose"),
    ...problemsOfMoment("from", from),
    ...problemsOfLimits(restriction, { categories, purposes }),
  ];
  return factReading(input, problems, () => ({
    kind: "RESTRICTION",
    restriction,
    categories: [...new Set(categories)].sort(),
    purposes: [...new Set(purposes)].sort(),
    from,
  }));
};

export const readLifting: FactReader<LiftingInput> = (input, { now }) => {
  const { restriction, liftedAt } = input;
  const problems = problemsOfPastMoment("liftedAt", liftedAt, now, "A lifting");
  return factReading(input, problems, () => ({
    kind: "LIFTING",
    lifts: restriction.toLowerCase(),
    liftedAt,
  }));
};

function problemsOfKeys(
  map: DataMapSnapshot,
  list: CatalogueList & ("categories" | "purposes"),
  keys: readonly string[],
  what: string,
): FieldProblem[] {
  if (keys.length > KEYS_MAX) return [{ field: list, message: `Name at most ${KEYS_MAX} of them.` }];
  return keys.flatMap((key, index) => problemsOfKey(map, list, `${list}[${index}]`, key, what));
}

/** Restrictions that concern what they concern, and why nothing can be named. */
const WITHOUT_LIMITS: Readonly<Partial<Record<Restriction, string>>> = {
  NO_COMMUNICATION:
    "NO_COMMUNICATION concerns every purpose that communicates with the user: leave this out, or restrict by REFUSAL.",
  LEGAL_HOLD: "LEGAL_HOLD keeps all that is recorded of the user: leave this out.",
};

function problemsOfLimits(
  restriction: Restriction,
  limits: Readonly<Record<string, readonly string[]>>,
): FieldProblem[] {
  const message = WITHOUT_LIMITS[restriction];
  if (message === undefined) return [];
  return Object.entries(limits)
    .filter(([, keys]) => keys.length > 0)
    .map(([field]) => ({ field, message }));
}
