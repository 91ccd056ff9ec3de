import { ArgsType, Field, Int, ObjectType } from "type-graphql";
import { CalendarDate, CountryCode, DateTime, Duration } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import type { CalendarDay } from "../core/calendar-day.js";
import type { DataMapSnapshot } from "../data-map-snapshot.js";
import { viewOf } from "./catalogue-entry.type.js";
import { Jurisdiction } from "./jurisdiction.type.js";

@ArgsType()
export class DeadlineArgs {
  @Field(() => CalendarDate, {
    description: "The day of the event from which the term runs, such as a receipt; it does not count.",
  })
  start!: string;

  @Field(() => Duration, {
    nullable: true,
    description:
      "The term as a period of the calendar, such as `P30D` or `P1M`; not together with `workingDays`.",
  })
  period?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "The term in working days, 1 to 1,000; not together with `period`.",
  })
  workingDays?: number | null;

  @Field(() => CountryCode, {
    nullable: true,
    description: "The country by whose calendar days are worked or not; the controller's where not given.",
  })
  jurisdiction?: string | null;
}

@RequirePermission("READ_DATA_MAP")
@ObjectType("Deadline", { description: "When a term ends." })
export class DeadlineAnswer {
  constructor(
    private readonly snapshot: DataMapSnapshot,
    lastDay: CalendarDay,
    private readonly country: string,
  ) {
    this.lastDay = lastDay;
  }

  @Field(() => CalendarDate, { description: "The last day of the term; all of it still counts." })
  readonly lastDay: CalendarDay;

  @Field(() => DateTime, {
    description:
      "The first moment after the last day, in the controller's time zone: from then on the term has passed.",
  })
  get endsAt(): Date {
    return this.snapshot.endOf(this.lastDay);
  }

  @Field(() => Jurisdiction, { description: "The country whose calendar was used." })
  get jurisdiction(): Jurisdiction {
    return viewOf(Jurisdiction, this.snapshot, this.country);
  }
}
