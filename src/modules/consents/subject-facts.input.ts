import { Field, ID, InputType, Int } from "type-graphql";
import { CalendarDate, DateTime, UUID } from "../../platform/graphql/scalars.js";
import type { Restriction } from "./core/subject-fact.js";
import { RestrictionEnum } from "./subject-fact-enums.type.js";

const ID_OF_FACT =
  "A UUIDv7 of your own, made once per fact: sent again with the same content it answers the same record, for ever. Keys with the role INTEGRATION must send one.";

/** What every fact about users is sent with. */
@InputType()
abstract class SubjectFactInput {
  @Field(() => UUID, { nullable: true, description: ID_OF_FACT })
  id?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The platform's reference of the user, of at most 256 characters. Give this or `subjectList`.",
  })
  subject?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "Id of a list of users, of any size, that was sent to POST /subject-lists with the same API key: the fact is about each of them. Give this or `subject`.",
  })
  subjectList?: string | null;
}

const EVIDENCE =
  "Where the proof is kept, or in what words it was said, at most 2,000 characters. Name no person here.";
const REASON = "Why, at most 2,000 characters. Name no person here.";

@InputType("RecordConsentInput", { description: "That a user, or each of a list, consented." })
export class RecordConsentInput extends SubjectFactInput {
  @Field(() => String, { description: "Key of the legal ground, which is of the kind CONSENT." })
  legalGround!: string;

  @Field(() => Int, { description: "Number of the published policy that was accepted." })
  policyVersion!: number;

  @Field(() => DateTime, {
    description:
      "When it was given: not before that policy applied, and at most five minutes ahead of the registry's clock.",
  })
  givenAt!: Date;

  @Field(() => String, {
    nullable: true,
    description:
      "The platform's reference of the user's agreement that the consent hangs on, at most 200 characters. Only a keyed digest of it is kept.",
  })
  agreement?: string | null;

  @Field(() => String, { nullable: true, description: EVIDENCE })
  evidence?: string | null;
}

@InputType("RestoreAccountInput", {
  description: "That a user who had been erased restored the account, by an act of the user's own.",
})
export class RestoreAccountInput {
  @Field(() => UUID, { nullable: true, description: ID_OF_FACT })
  id?: string | null;

  @Field(() => String, {
    description: "The platform's reference of the user, of at most 256 characters.",
  })
  subject!: string;

  @Field(() => DateTime, {
    description:
      "When the user did: not before the day of the erasure, and at most five minutes ahead of the registry's clock.",
  })
  restoredAt!: Date;

  @Field(() => String, { nullable: true, description: EVIDENCE })
  evidence?: string | null;
}

@InputType("WithdrawConsentInput", {
  description: "That the notice by which a user takes every consent to a ground back was received.",
})
export class WithdrawConsentInput extends SubjectFactInput {
  @Field(() => String, { description: "Key of the legal ground, which is of the kind CONSENT." })
  legalGround!: string;

  @Field(() => DateTime, {
    description:
      "When the notice was received. The data map says how long the consents last from then; the day of receipt does not count.",
  })
  receivedAt!: Date;

  @Field(() => String, { nullable: true, description: EVIDENCE })
  evidence?: string | null;
}

@InputType("EndUserAgreementInput", { description: "That an agreement with a user ended." })
export class EndUserAgreementInput extends SubjectFactInput {
  @Field(() => String, {
    nullable: true,
    description:
      "The platform's reference of the agreement, as consents named it; every agreement of the user where left out.",
  })
  agreement?: string | null;

  @Field(() => CalendarDate, { description: "Its last day." })
  endedOn!: string;

  @Field(() => String, { nullable: true, description: EVIDENCE })
  evidence?: string | null;
}

@InputType("RestrictUseInput", { description: "That data of a user may not be used as before." })
export class RestrictUseInput extends SubjectFactInput {
  @Field(() => RestrictionEnum, { description: "In what way." })
  kind!: Restriction;

  @Field(() => [String], {
    nullable: true,
    description:
      "Keys of the data categories concerned, at most 1,000; all where left out. Not with NO_COMMUNICATION or LEGAL_HOLD.",
  })
  categories?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Keys of the purposes concerned, at most 1,000; all where left out. Not with NO_COMMUNICATION or LEGAL_HOLD.",
  })
  purposes?: string[] | null;

  @Field(() => DateTime, { description: "From when." })
  from!: Date;

  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;
}

@InputType("LiftRestrictionInput", {
  description: "That a restriction no longer holds, for one user or for each of a list.",
})
export class LiftRestrictionInput extends SubjectFactInput {
  @Field(() => UUID, { description: "The restriction." })
  restriction!: string;

  @Field(() => DateTime, { description: "From when it holds no longer; not before it began." })
  liftedAt!: Date;

  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;
}
