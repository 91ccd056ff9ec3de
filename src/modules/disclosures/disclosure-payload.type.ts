import { Field, ObjectType } from "type-graphql";
import { RequirePermission } from "../access/index.js";
import { Amendment, Disclosure } from "./disclosure.type.js";

@ObjectType("RecordDisclosurePayload", { description: "The disclosure as it is recorded." })
@RequirePermission("RECORD_DISCLOSURES")
export class RecordDisclosurePayload {
  @Field(() => Disclosure, { description: "The disclosure." })
  readonly disclosure!: Disclosure;

  @Field(() => Boolean, { description: "False where the same disclosure had been recorded before: a retry." })
  readonly created!: boolean;
}

@ObjectType("RecordDisclosureError", { description: "Why one disclosure of a batch was not recorded." })
@RequirePermission("RECORD_DISCLOSURES")
export class RecordDisclosureError {
  @Field(() => String, {
    description: "The code a single call would answer in `extensions.code`: BAD_USER_INPUT, CONFLICT.",
  })
  readonly code!: string;

  @Field(() => String, { description: "What to change." })
  readonly message!: string;

  @Field(() => [String], { description: "The fields concerned, relative to the disclosure's input." })
  readonly fields!: readonly string[];
}

@ObjectType("RecordDisclosureResult", {
  description: "What became of one disclosure of a batch: `disclosure` or `error`.",
})
@RequirePermission("RECORD_DISCLOSURES")
export class RecordDisclosureResult {
  @Field(() => Disclosure, { nullable: true, description: "The disclosure; null where it was not recorded." })
  readonly disclosure!: Disclosure | null;

  @Field(() => Boolean, { description: "Whether this call recorded it: false for a retry and for an error." })
  readonly created!: boolean;

  @Field(() => RecordDisclosureError, {
    nullable: true,
    description: "What was wrong; null where it was recorded.",
  })
  readonly error!: RecordDisclosureError | null;
}

@ObjectType("RecordDisclosuresPayload", { description: "What became of each disclosure of a batch." })
@RequirePermission("RECORD_DISCLOSURES")
export class RecordDisclosuresPayload {
  @Field(() => [RecordDisclosureResult], { description: "One result for each input, in the same order." })
  readonly results!: readonly RecordDisclosureResult[];
}

@ObjectType("AmendDisclosurePayload", { description: "The correction as it is recorded." })
@RequirePermission("RECORD_DISCLOSURES")
export class AmendDisclosurePayload {
  @Field(() => Disclosure, {
    nullable: true,
    description: "The disclosure as it now reads; null where it was voided.",
  })
  readonly disclosure!: Disclosure | null;

  @Field(() => Disclosure, { description: "The disclosure that was corrected, as it was recorded." })
  readonly amended!: Disclosure;

  @Field(() => Amendment, { description: "The amendment itself." })
  readonly amendment!: Amendment;

  @Field(() => Boolean, { description: "False where the same amendment had been recorded before: a retry." })
  readonly created!: boolean;
}
