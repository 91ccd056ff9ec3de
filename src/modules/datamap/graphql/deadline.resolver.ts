import { Args, Query, Resolver } from "type-graphql";
import { badInput } from "../../../platform/errors.js";
import type { FieldProblem } from "../../../platform/errors.js";
import { RequirePermission } from "../../access/index.js";
import { didYouMean } from "../core/nearest-key.js";
import type { DataMapSnapshot } from "../data-map-snapshot.js";
import { DataMapService } from "../data-map.service.js";
import { DeadlineAnswer, DeadlineArgs } from "./deadline.type.js";

const MOST_WORKING_DAYS = 1_000;

@Resolver()
export class DeadlineResolver {
  constructor(private readonly dataMaps: DataMapService) {}

  /** Throws BAD_USER_INPUT where the term is not stated once, the country is unknown, or its calendar lacks a year. */
  @RequirePermission("READ_DATA_MAP")
  @Query(() => DeadlineAnswer, {
    description:
      "The last day of a term, counted as the registry counts its own: by the newest revision's calendars, without the first day.",
  })
  deadline(@Args(() => DeadlineArgs) args: DeadlineArgs): DeadlineAnswer {
    const map = this.dataMaps.current();
    const country = args.jurisdiction ?? map.controller.country;
    const problems = [...problemsOfTerm(args), ...problemsOfCountry(country, map)];
    if (problems.length > 0) throw badInput(problems);
    const term = { period: args.period ?? undefined, workingDays: args.workingDays ?? undefined };
    const deadline = map.lastDayOf(args.start, term, country);
    if ("lastDay" in deadline) return new DeadlineAnswer(map, deadline.lastDay, country);
    const message = `The calendar of ${country} does not know the year ${deadline.missingYear}, in which working days are to be counted. Add the year to calendar.years of the jurisdiction ${country} in the data map.`;
    throw badInput([{ field: "workingDays", message }]);
  }
}

function problemsOfTerm({ period, workingDays }: DeadlineArgs): FieldProblem[] {
  if (period == null && workingDays == null)
    return [{ field: "period", message: "Give the term, as period or as workingDays." }];
  if (period != null && workingDays != null)
    return [{ field: "workingDays", message: "Give either period or workingDays, not both." }];
  if (workingDays != null && (workingDays < 1 || workingDays > MOST_WORKING_DAYS))
    return [{ field: "workingDays", message: "Give a number from 1 to 1000." }];
  return [];
}

function problemsOfCountry(country: string, map: DataMapSnapshot): FieldProblem[] {
  if (map.jurisdiction(country) !== undefined) return [];
  const message = `The data map names no such country.${didYouMean(country, map.keys("jurisdictions"))} Give one of its jurisdictions, or leave the argument out for the controller's own.`;
  return [{ field: "jurisdiction", message }];
}
