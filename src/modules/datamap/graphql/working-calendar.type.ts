import { Field, Int, ObjectType } from "type-graphql";
import { CalendarDate } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import { WeekDay } from "../core/document.js";
import { namedEnum } from "./named-enum.type.js";

export const WeekDayEnum = namedEnum(WeekDay, "WeekDay", "Days of the week.", {
  MONDAY: "Monday.",
  TUESDAY: "Tuesday.",
  WEDNESDAY: "Wednesday.",
  THURSDAY: "Thursday.",
  FRIDAY: "Friday.",
  SATURDAY: "Saturday.",
  SUNDAY: "Sunday.",
});

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "A day off besides the weekends." })
export class Holiday {
  @Field(() => CalendarDate, { description: "The day." })
  readonly date!: string;

  @Field(() => String, { description: "Why it is a day off." })
  readonly name!: string;
}

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "What is particular to one year of a country's calendar." })
export class CalendarYear {
  @Field(() => Int, { description: "The year." })
  readonly year!: number;

  @Field(() => [Holiday], { description: "Days off besides weekends; also those that others were moved to." })
  readonly holidays!: readonly Holiday[];

  @Field(() => [CalendarDate], { description: "Days of a weekend that are worked." })
  readonly workingDays!: readonly string[];
}

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "Which days are worked in a country. Terms in working days are counted by it." })
export class WorkingCalendar {
  @Field(() => [WeekDayEnum], { description: "Days of the week that are not worked; empty where all are." })
  readonly weekend!: readonly WeekDay[];

  @Field(() => Boolean, {
    description:
      "Whether a deadline in days, weeks, months or years that would end on a day off ends on the next working day. The time until an effect never moves.",
  })
  readonly lastDayMovesToWorkingDay!: boolean;

  @Field(() => [CalendarYear], {
    description: "The years whose days off are known; a term in working days is counted in no other.",
  })
  readonly years!: readonly CalendarYear[];
}
