import { Field, ObjectType } from "type-graphql";
import { RequirePermission } from "../access/index.js";
import {
  Consent,
  ConsentWithdrawal,
  RestrictionLifting,
  UseRestriction,
  UserAgreementEnd,
  UserRestoration,
} from "./subject-facts.type.js";

/** What every payload says of the fact. */
@ObjectType()
abstract class SubjectFactPayload {
  @Field(() => Boolean, { description: "False where the same fact had been recorded before: a retry." })
  readonly created!: boolean;
}

@ObjectType("RecordConsentPayload", { description: "The consent as it is recorded." })
@RequirePermission("RECORD_SUBJECT_FACTS")
export class RecordConsentPayload extends SubjectFactPayload {
  @Field(() => Consent, { description: "The consent." })
  readonly consent!: Consent;
}

@ObjectType("WithdrawConsentPayload", { description: "The withdrawal as it is recorded." })
@RequirePermission("RECORD_SUBJECT_FACTS")
export class WithdrawConsentPayload extends SubjectFactPayload {
  @Field(() => ConsentWithdrawal, { description: "The withdrawal." })
  readonly withdrawal!: ConsentWithdrawal;
}

@ObjectType("EndUserAgreementPayload", { description: "The end of the agreement as it is recorded." })
@RequirePermission("RECORD_SUBJECT_FACTS")
export class EndUserAgreementPayload extends SubjectFactPayload {
  @Field(() => UserAgreementEnd, { description: "The end of the agreement." })
  readonly agreementEnd!: UserAgreementEnd;
}

@ObjectType("RestrictUsePayload", { description: "The restriction as it is recorded." })
@RequirePermission("RECORD_SUBJECT_FACTS")
export class RestrictUsePayload extends SubjectFactPayload {
  @Field(() => UseRestriction, { description: "The restriction; its `id` is what a lifting names." })
  readonly restriction!: UseRestriction;
}

@ObjectType("LiftRestrictionPayload", { description: "The lifting as it is recorded." })
@RequirePermission("RECORD_SUBJECT_FACTS")
export class LiftRestrictionPayload extends SubjectFactPayload {
  @Field(() => RestrictionLifting, { description: "The lifting." })
  readonly lifting!: RestrictionLifting;
}

@ObjectType("RestoreAccountPayload", { description: "The restoration as it is recorded." })
@RequirePermission("RECORD_SUBJECT_FACTS")
export class RestoreAccountPayload extends SubjectFactPayload {
  @Field(() => UserRestoration, { description: "The restoration." })
  readonly restoration!: UserRestoration;
}

@ObjectType("RecordConsentError", { description: "Why one consent of a batch was not recorded." })
@RequirePermission("RECORD_SUBJECT_FACTS")
export class RecordConsentError {
  @Field(() => String, {
    description: "The code a single call would answer in `extensions.code`: BAD_USER_INPUT, CONFLICT.",
  })
  readonly code!: string;

  @Field(() => String, { description: "What to change." })
  readonly message!: string;

  @Field(() => [String], { description: "The fields concerned, relative to the consent's input." })
  readonly fields!: readonly string[];
}

@ObjectType("RecordConsentResult", {
  description: "What became of one consent of a batch: `consent` or `error`.",
})
@RequirePermission("RECORD_SUBJECT_FACTS")
export class RecordConsentResult {
  @Field(() => Consent, { nullable: true, description: "The consent; null where it was not recorded." })
  readonly consent!: Consent | null;

  @Field(() => Boolean, { description: "Whether this call recorded it: false for a retry and for an error." })
  readonly created!: boolean;

  @Field(() => RecordConsentError, {
    nullable: true,
    description: "What was wrong; null where it was recorded.",
  })
  readonly error!: RecordConsentError | null;
}

@ObjectType("RecordConsentsPayload", { description: "What became of each consent of a batch." })
@RequirePermission("RECORD_SUBJECT_FACTS")
export class RecordConsentsPayload {
  @Field(() => [RecordConsentResult], { description: "One result for each input, in the same order." })
  readonly results!: readonly RecordConsentResult[];
}
