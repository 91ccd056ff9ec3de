import { Field, ObjectType } from "type-graphql";
import { RequirePermission } from "../access/index.js";
import { AccountingSuspension, AuthorityRequest, AuthorityReview } from "./authority-request.type.js";

@ObjectType("RegisterAuthorityRequestPayload", { description: "The authority request as it is recorded." })
@RequirePermission("RECORD_DISCLOSURES")
export class RegisterAuthorityRequestPayload {
  @Field(() => AuthorityRequest, { description: "The request." })
  readonly authorityRequest!: AuthorityRequest;

  @Field(() => Boolean, { description: "False where the same request had been recorded before: a retry." })
  readonly created!: boolean;
}

@ObjectType("ReviewAuthorityRequestPayload", { description: "The review as it is recorded." })
@RequirePermission("REVIEW_AUTHORITY_REQUESTS")
export class ReviewAuthorityRequestPayload {
  @Field(() => AuthorityRequest, { description: "The request that was reviewed." })
  readonly authorityRequest!: AuthorityRequest;

  @Field(() => AuthorityReview, { description: "The review itself." })
  readonly review!: AuthorityReview;

  @Field(() => Boolean, {
    description: "False where the latest review said the same, from the same key: a retry.",
  })
  readonly created!: boolean;
}

@ObjectType("SuspendAccountingPayload", { description: "The suspension as it is recorded." })
@RequirePermission("REVIEW_AUTHORITY_REQUESTS")
export class SuspendAccountingPayload {
  @Field(() => AuthorityRequest, { description: "The request whose disclosures accountings leave out." })
  readonly authorityRequest!: AuthorityRequest;

  @Field(() => AccountingSuspension, { description: "The suspension itself." })
  readonly suspension!: AccountingSuspension;

  @Field(() => Boolean, { description: "False where the same suspension had been recorded before: a retry." })
  readonly created!: boolean;
}
