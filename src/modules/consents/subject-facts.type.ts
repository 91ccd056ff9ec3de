import { Field, ID, Int, InterfaceType, ObjectType } from "type-graphql";
import { CalendarDate, DateTime } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import type {
  AgreementEndFact,
  ConsentFact,
  ErasureFact,
  LiftingFact,
  RestorationFact,
  Restriction,
  RestrictionFact,
  WithdrawalFact,
} from "./core/subject-fact.js";
import { RestrictionEnum } from "./subject-fact-enums.type.js";
import { factOf, type SubjectFactRow } from "./subject-fact-row.js";

/** Whoever may see a finding may see the fact it rests on: a fact names no user. */
const PERMISSIONS = ["RECORD_SUBJECT_FACTS", "LOOK_UP_DATA_SUBJECTS", "READ_DISCLOSURES"] as const;

@InterfaceType("SubjectFact", {
  description: "One act that is about one user or many, as it was recorded. It is never changed.",
})
@RequirePermission(...PERMISSIONS)
export abstract class SubjectFactView {
  @Field(() => ID, { description: "The fact's UUID, which its recorder may have chosen." })
  readonly id: string;

  @Field(() => DateTime, { description: "When the registry wrote it down." })
  readonly recordedAt: Date;

  @Field(() => Int, { description: "How many users it is about." })
  readonly subjectCount: number;

  constructor(readonly row: SubjectFactRow) {
    this.id = row.id;
    this.recordedAt = row.recordedAt;
    this.subjectCount = row.subjectCount;
  }
}

@ObjectType("Consent", {
  implements: SubjectFactView,
  description: "That users consented to a ground, under a published policy.",
})
@RequirePermission(...PERMISSIONS)
export class Consent extends SubjectFactView {
  readonly content: ConsentFact;

  @Field(() => DateTime, { description: "When it was given." })
  readonly givenAt: Date;

  @Field(() => Boolean, { description: "Whether it hangs on an agreement that it named." })
  readonly namesAgreement: boolean;

  constructor(row: SubjectFactRow) {
    super(row);
    this.content = factOf(row) as ConsentFact;
    this.givenAt = this.content.givenAt;
    this.namesAgreement = this.content.agreement !== null;
  }
}

@ObjectType("ConsentWithdrawal", {
  implements: SubjectFactView,
  description: "That users took back every consent to a ground that they had given before.",
})
@RequirePermission(...PERMISSIONS)
export class ConsentWithdrawal extends SubjectFactView {
  readonly content: WithdrawalFact;

  @Field(() => DateTime, { description: "When the notice was received." })
  readonly receivedAt: Date;

  constructor(row: SubjectFactRow) {
    super(row);
    this.content = factOf(row) as WithdrawalFact;
    this.receivedAt = this.content.receivedAt;
  }
}

@ObjectType("UserAgreementEnd", {
  implements: SubjectFactView,
  description: "That an agreement with users, or every agreement, ended.",
})
@RequirePermission(...PERMISSIONS)
export class UserAgreementEnd extends SubjectFactView {
  @Field(() => CalendarDate, { description: "The last day." })
  readonly endedOn: string;

  @Field(() => Boolean, { description: "Whether every agreement ended; false where it named one." })
  readonly endsAll: boolean;

  constructor(row: SubjectFactRow) {
    super(row);
    const content = factOf(row) as AgreementEndFact;
    this.endedOn = content.endedOn;
    this.endsAll = content.agreement === null;
  }
}

@ObjectType("UseRestriction", {
  implements: SubjectFactView,
  description: "That data of users may not be used as before.",
})
@RequirePermission(...PERMISSIONS)
export class UseRestriction extends SubjectFactView {
  readonly content: RestrictionFact;

  @Field(() => RestrictionEnum, { description: "In what way." })
  readonly kind: Restriction;

  @Field(() => DateTime, { description: "From when." })
  readonly from: Date;

  constructor(row: SubjectFactRow) {
    super(row);
    this.content = factOf(row) as RestrictionFact;
    this.kind = this.content.restriction;
    this.from = this.content.from;
  }
}

@ObjectType("RestrictionLifting", {
  implements: SubjectFactView,
  description: "That a restriction no longer holds for some of its users, or all.",
})
@RequirePermission(...PERMISSIONS)
export class RestrictionLifting extends SubjectFactView {
  @Field(() => ID, { description: "The restriction's UUID." })
  readonly restriction: string;

  @Field(() => DateTime, { description: "From when it holds no longer." })
  readonly liftedAt: Date;

  constructor(row: SubjectFactRow) {
    super(row);
    const content = factOf(row) as LiftingFact;
    this.restriction = content.lifts;
    this.liftedAt = content.liftedAt;
  }
}

@ObjectType("UserErasure", {
  implements: SubjectFactView,
  description:
    "That a user was erased: nothing leads from the platform's reference to what is recorded of the user any more.",
})
@RequirePermission(...PERMISSIONS)
export class UserErasure extends SubjectFactView {
  @Field(() => DateTime, {
    description:
      "From when. Of a reference that came up again after its user was erased, the beginning of that day.",
  })
  readonly erasedAt: Date;

  constructor(row: SubjectFactRow) {
    super(row);
    this.erasedAt = (factOf(row) as ErasureFact).erasedAt;
  }
}

@ObjectType("UserRestoration", {
  implements: SubjectFactView,
  description:
    "That a user who had been erased restored the account. What was recorded before the erasure does not come back.",
})
@RequirePermission(...PERMISSIONS)
export class UserRestoration extends SubjectFactView {
  @Field(() => DateTime, { description: "From when." })
  readonly restoredAt: Date;

  constructor(row: SubjectFactRow) {
    super(row);
    this.restoredAt = (factOf(row) as RestorationFact).restoredAt;
  }
}
