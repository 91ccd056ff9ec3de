import { Field, InputType } from "type-graphql";
import { CalendarDate, DateTime, UUID } from "../../platform/graphql/scalars.js";
import type { CalendarDay } from "../datamap/index.js";
import { RequestStatusEnum, SuspensionFormEnum } from "./authority-enums.type.js";
import type { RequestStatus, SuspensionForm } from "./core/vocabulary.js";

@InputType("RegisterAuthorityRequestInput", {
  description: "A document by which an authority or a court demanded data.",
})
export class RegisterAuthorityRequestInput {
  @Field(() => UUID, {
    nullable: true,
    description:
      "A UUIDv7 of your own, made once per demand: sent again with the same content it answers the same record, for ever. Keys with the role INTEGRATION must send one.",
  })
  id?: string | null;

  @Field(() => String, { description: "Key of the recipient who demanded the data." })
  recipient!: string;

  @Field(() => String, {
    description: "The number that stands on the document, at most 200 characters. It can be erased.",
  })
  documentNumber!: string;

  @Field(() => CalendarDate, {
    description: "The day that stands on the document: from 1900 to its receipt.",
  })
  documentDate!: CalendarDay;

  @Field(() => String, {
    description:
      "On what law, order or decision the demand rests, in at most 2,000 characters. It can be erased; name nobody whom it need not name.",
  })
  instrument!: string;

  @Field(() => DateTime, {
    description: "When it was received: since 1970, at most five minutes ahead of the registry's clock.",
  })
  receivedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: "Who signed it for the authority, at most 200 characters. It can be erased.",
  })
  official?: string | null;
}

@InputType("ReviewAuthorityRequestInput", {
  description: "Whether an authority request complies with the law.",
})
export class ReviewAuthorityRequestInput {
  @Field(() => UUID, { description: "The authority request's UUID." })
  id!: string;

  @Field(() => Boolean, { description: "Whether the demand complies with the law." })
  lawful!: boolean;

  @Field(() => String, {
    description: "Why, in 1 to 2,000 characters. It can be erased; name nobody here.",
  })
  reasons!: string;
}

@InputType("SuspendAccountingInput", {
  description: "That an authority asked for users not to be told, for a time, what it was given.",
})
export class SuspendAccountingInput {
  @Field(() => UUID, { description: "The authority request whose disclosures accountings leave out." })
  authorityRequest!: string;

  @Field(() => SuspensionFormEnum, { description: "How the authority asked for it." })
  form!: SuspensionForm;

  @Field(() => DateTime, {
    description:
      "When the authority asked for it: since 1970, at most five minutes ahead of the registry's clock.",
  })
  receivedAt!: Date;

  @Field(() => CalendarDate, {
    nullable: true,
    description:
      "The last day on which accountings leave the disclosures out, on the controller's calendar. Required where the form is WRITTEN; where it is ORAL at most 30 days after the receipt, whose own day is not counted, and those 30 where left out.",
  })
  until?: CalendarDay | null;

  @Field(() => String, {
    nullable: true,
    description: "Who asked for it for the authority, at most 200 characters. It can be erased.",
  })
  official?: string | null;
}

@InputType("AuthorityRequestFilter", {
  description: "Which authority requests a list shows: those to which everything given applies.",
})
export class AuthorityRequestFilter {
  @Field(() => String, { nullable: true, description: "Key of the recipient who demanded data." })
  recipient?: string | null;

  @Field(() => RequestStatusEnum, { nullable: true, description: "What the latest review found." })
  status?: RequestStatus | null;
}
