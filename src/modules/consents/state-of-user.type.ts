import { Field, ObjectType } from "type-graphql";
import { CalendarDate, DateTime } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import { LegalGround } from "../datamap/index.js";
import type { ConsentEnd } from "./core/state-of-user.js";
import { ConsentEndEnum } from "./subject-fact-enums.type.js";
import { Consent, RestrictionLifting, UseRestriction } from "./subject-facts.type.js";

@ObjectType("ConsentState", {
  description:
    "What had become of a consent of one user by a moment, as the data map in force then counts time.",
})
@RequirePermission("LOOK_UP_DATA_SUBJECTS")
export class ConsentState {
  @Field(() => Consent, { description: "The consent." })
  readonly consent!: Consent;

  @Field(() => Boolean, { description: "Whether it held at the moment." })
  readonly holds!: boolean;

  @Field(() => CalendarDate, {
    nullable: true,
    description:
      "The last day on which it holds, in the controller's time zone; null where nothing had set one by the moment.",
  })
  readonly lastDay!: string | null;

  @Field(() => ConsentEndEnum, {
    nullable: true,
    description: "What sets its last day; null where nothing does.",
  })
  readonly endedBy!: ConsentEnd | null;
}

@ObjectType("RestrictionState", { description: "What had become of a restriction of one user by a moment." })
@RequirePermission("LOOK_UP_DATA_SUBJECTS")
export class RestrictionState {
  @Field(() => UseRestriction, { description: "The restriction." })
  readonly restriction!: UseRestriction;

  @Field(() => Boolean, { description: "Whether it held at the moment." })
  readonly holds!: boolean;

  @Field(() => RestrictionLifting, { nullable: true, description: "What lifted it; null where nothing had." })
  readonly lifting!: RestrictionLifting | null;
}

@ObjectType("DataSubjectStatus", {
  description: "What may be done with data of a user at a moment, in short.",
})
@RequirePermission("LOOK_UP_DATA_SUBJECTS")
export class DataSubjectStatus {
  @Field(() => DateTime, { description: "The moment." })
  readonly at!: Date;

  @Field(() => [LegalGround], { description: "The grounds to which a consent holds, by key." })
  readonly consentedGrounds!: readonly LegalGround[];

  @Field(() => Boolean, { description: "Whether a block holds, of all data or of some." })
  readonly isBlocked!: boolean;

  @Field(() => Boolean, { description: "Whether a refusal of some use holds." })
  readonly refusesUse!: boolean;

  @Field(() => Boolean, { description: "Whether nobody may write to, call or message the user." })
  readonly communicationForbidden!: boolean;

  @Field(() => Boolean, {
    description:
      "Whether all that is recorded of the user must be kept (LEGAL_HOLD), so that nobody may erase the user.",
  })
  readonly isHeld!: boolean;

  @Field(() => Boolean, {
    description:
      "Whether the user was erased, and has not restored the account. What is shown is what came in since, under the same reference.",
  })
  readonly isErased!: boolean;
}
