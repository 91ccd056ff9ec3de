import { Field, ID, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.js";
import { Node } from "../../platform/graphql/node.type.js";
import { CalendarDate, DateTime } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import type { CalendarDay } from "../datamap/index.js";
import { RequestStatusEnum, SuspensionFormEnum } from "./authority-enums.type.js";
import type { AccountingSuspensionRow, AuthorityRequestRow, AuthorityReviewRow } from "./authority-rows.js";
import type { RequestStatus, SuspensionForm } from "./core/vocabulary.js";

@ObjectType("AuthorityRequest", {
  implements: Node,
  description:
    "The document by which an authority or a court demanded data. It never changes; what was found of it and what followed are reviews, suspensions and disclosures.",
})
@RequirePermission("READ_DISCLOSURES", "RECORD_DISCLOSURES")
export class AuthorityRequest extends Node {
  @Field(() => ID, { description: "The request's UUID, which its recorder may have chosen." })
  readonly id: string;

  @Field(() => CalendarDate, { description: "The day that stands on the document." })
  readonly documentDate: CalendarDay;

  @Field(() => DateTime, { description: "When the controller received it." })
  readonly receivedAt: Date;

  @Field(() => DateTime, { description: "When the registry wrote it down." })
  readonly recordedAt: Date;

  @Field(() => RequestStatusEnum, { description: "What the latest review found." })
  readonly status: RequestStatus;

  /** What the fields of `authority-request.resolver.ts` start from. */
  readonly row: AuthorityRequestRow;

  constructor(row: AuthorityRequestRow) {
    super();
    this.id = row.id;
    this.documentDate = row.documentDate;
    this.receivedAt = row.receivedAt;
    this.recordedAt = row.recordedAt;
    this.status = statusOf(row.lawful);
    this.row = row;
  }
}

function statusOf(lawful: boolean | null): RequestStatus {
  if (lawful === null) return "UNREVIEWED";
  return lawful ? "LAWFUL" : "UNLAWFUL";
}

export const AuthorityRequestConnection = connectionOf(AuthorityRequest, "AuthorityRequestConnection", {
  entries: "authority requests",
  description: "Authority requests, newest received first.",
  access: RequirePermission("READ_DISCLOSURES"),
});

@ObjectType("AuthorityReview", {
  description:
    "That somebody examined whether an authority request complies with the law. The latest one holds.",
})
@RequirePermission("READ_DISCLOSURES")
export class AuthorityReview {
  @Field(() => ID, { description: "The review's UUID." })
  readonly id: string;

  @Field(() => Boolean, { description: "Whether the demand complies with the law." })
  readonly lawful: boolean;

  @Field(() => DateTime, { description: "When the registry wrote the review down." })
  readonly recordedAt: Date;

  readonly row: AuthorityReviewRow;

  constructor(row: AuthorityReviewRow) {
    this.id = row.id;
    this.lawful = row.lawful;
    this.recordedAt = row.recordedAt;
    this.row = row;
  }
}

@ObjectType("AccountingSuspension", {
  description:
    "That users' accountings leave out what was disclosed because of an authority request, because the authority said that they would hinder it (45 CFR 164.528(a)(2)). It ends by itself.",
})
@RequirePermission("READ_DISCLOSURES")
export class AccountingSuspension {
  @Field(() => ID, { description: "The suspension's UUID." })
  readonly id: string;

  @Field(() => SuspensionFormEnum, { description: "How the authority asked for it." })
  readonly form: SuspensionForm;

  @Field(() => DateTime, { description: "When the authority asked for it." })
  readonly receivedAt: Date;

  @Field(() => CalendarDate, {
    description: "The last day on which it holds, on the controller's calendar.",
  })
  readonly until: CalendarDay;

  @Field(() => DateTime, { description: "When the registry wrote it down." })
  readonly recordedAt: Date;

  readonly row: AccountingSuspensionRow;

  constructor(row: AccountingSuspensionRow) {
    this.id = row.id;
    this.form = row.form;
    this.receivedAt = row.receivedAt;
    this.until = row.until;
    this.recordedAt = row.recordedAt;
    this.row = row;
  }
}
