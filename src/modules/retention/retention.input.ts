import { ArgsType, Field, ID, InputType } from "type-graphql";
import { CalendarDate, UUID } from "../../platform/graphql/scalars.js";
import type { CalendarDay } from "../datamap/index.js";
import type { DestructionInput } from "./core/read-destruction.js";
import type { DestructionMethod } from "./core/vocabulary.js";
import { DestructionMethodEnum } from "./retention-enums.type.js";
import type { RetentionQuestion } from "./retention-due.service.js";

@ArgsType()
export class RetentionDueArgs implements RetentionQuestion {
  @Field(() => CalendarDate, {
    nullable: true,
    description:
      "The day, on the controller's calendar; today where left out. What had not happened by its end counts for nothing; a day to come tells what will be due then, as far as is known.",
  })
  asOf?: CalendarDay | null;

  @Field(() => String, { nullable: true, description: "Key of a retention rule; all rules where left out." })
  retentionRule?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Key of a data category, with what lies under it and what it lies under; all where left out.",
  })
  category?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Whether to list also what one rule has let go and another one for the same purposes keeps: `keptBy` says which.",
  })
  kept!: boolean;
}

@InputType("RecordDestructionInput", {
  description: "That data were destroyed: those of everybody who was due, or of the users of a list.",
})
export class RecordDestructionInput implements DestructionInput {
  @Field(() => UUID, {
    nullable: true,
    description:
      "A UUIDv7 of your own, made once per destruction: sent again with the same content it answers the same record, for ever.",
  })
  id?: string | null;

  @Field(() => String, { description: "Key of the retention rule whose period has run out." })
  retentionRule!: string;

  @Field(() => String, {
    description: "Key of the data category, which the rule speaks of; what lies under it is destroyed, too.",
  })
  category!: string;

  @Field(() => CalendarDate, {
    description: "The day by whose end the data were due, on the controller's calendar; today at the latest.",
  })
  asOf!: CalendarDay;

  @Field(() => DestructionMethodEnum, { description: "How they were destroyed." })
  method!: DestructionMethod;

  @Field(() => String, {
    nullable: true,
    description: "Key of the data store in which they were destroyed; everywhere where left out.",
  })
  dataStore?: string | null;

  @Field(() => String, {
    description:
      "What proves it: the number of the act, or where the log or certificate is kept; at most 2,000 characters. Name no user here.",
  })
  evidence!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      "Id of a list of users that was sent to POST /subject-lists with the same API key, where only their data were destroyed. Left out: everybody who was due.",
  })
  subjectList?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Why data of users of the list were destroyed who were not due; without it they are refused. At most 2,000 characters; name no user here.",
  })
  reason?: string | null;
}

@InputType("DestructionFilter", {
  description: "Which destructions are shown: those to which everything given applies.",
})
export class DestructionFilter {
  @Field(() => String, { nullable: true, description: "Key of the retention rule." })
  retentionRule?: string | null;

  @Field(() => String, { nullable: true, description: "Key of the data category, that and no other." })
  category?: string | null;

  @Field(() => String, { nullable: true, description: "Key of the data store." })
  dataStore?: string | null;
}
