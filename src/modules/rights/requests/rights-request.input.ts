import { Field, InputType } from "type-graphql";
import { CalendarDate, DateTime, UUID } from "../../../platform/graphql/scalars.js";
import { RightsRequestKindEnum, type CalendarDay, type RightsRequestKind } from "../../datamap/index.js";
import type { IdentityDocument, Outcome, RequestForm, RequestStatus } from "../core/vocabulary.js";
import {
  IdentityDocumentEnum,
  OutcomeEnum,
  RequestFormEnum,
  RequestStatusEnum,
} from "./rights-enums.type.js";

@InputType("OpenRightsRequestInput", {
  description: "What a user asked for by right, and how the request came.",
})
export class OpenRightsRequestInput {
  @Field(() => UUID, {
    nullable: true,
    description:
      "A UUIDv7 of your own, made once per request: sent again with the same content it answers the same record, for ever. Keys with the role INTEGRATION must send one.",
  })
  id?: string | null;

  @Field(() => String, {
    description:
      "The platform's reference of the user who asks. It is kept sealed until the request is decided. One that the registry has never seen is taken in exactly like any other.",
  })
  subject!: string;

  @Field(() => RightsRequestKindEnum, { description: "What the user asks for." })
  kind!: RightsRequestKind;

  @Field(() => String, {
    nullable: true,
    description:
      "Key of the platform's channel through which it came; left out where it came by none of them, such as a letter.",
  })
  channel?: string | null;

  @Field(() => RequestFormEnum, { defaultValue: "WRITTEN", description: "The form in which it came." })
  form!: RequestForm;

  @Field(() => String, {
    nullable: true,
    description:
      "The address it was sent to, such as an e-mail address of the controller; at most 500 characters.",
  })
  address?: string | null;

  @Field(() => String, { nullable: true, description: "Its subject line, at most 500 characters." })
  subjectLine?: string | null;

  @Field(() => DateTime, {
    description: "When it was received: since 1970, at most five minutes ahead of the registry's clock.",
  })
  receivedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description:
      "What the user wrote, or what matters of it, in at most 10,000 characters. It goes when the user is erased.",
  })
  details?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Keys of the data categories it concerns; all where left out. Only for RECTIFICATION, BLOCKING and REFUSAL_OF_USE.",
  })
  categories?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Keys of the purposes it concerns; all where left out. Only for BLOCKING and REFUSAL_OF_USE.",
  })
  purposes?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Key of the ground whose consent is withdrawn; every consent the user gave where left out. Only for CONSENT_WITHDRAWAL.",
  })
  legalGround?: string | null;
}

@InputType("RightsRequestFilter", {
  description: "Which rights requests a list shows: those to which everything given applies.",
})
export class RightsRequestFilter {
  @Field(() => RightsRequestKindEnum, { nullable: true, description: "What was asked for." })
  kind?: RightsRequestKind | null;

  @Field(() => RequestStatusEnum, { nullable: true, description: "Where they stand." })
  status?: RequestStatus | null;

  @Field(() => Boolean, { nullable: true, description: "Whether they came in due form." })
  inDueForm?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the answer is still to be given though the last day for it is over.",
  })
  overdue?: boolean | null;

  @Field(() => CalendarDate, {
    nullable: true,
    description:
      "Whose answer is still to be given, and has its last day before this one: for what is due soon.",
  })
  dueBefore?: CalendarDay | null;

  @Field(() => DateTime, { nullable: true, description: "Received at this moment or later." })
  receivedFrom?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Received before this moment." })
  receivedTo?: Date | null;
}

const WHICH_REQUEST = "The rights request's UUID.";

@InputType("ConfirmIdentityInput", { description: "That somebody saw a document of whoever asks." })
export class ConfirmIdentityInput {
  @Field(() => UUID, { description: WHICH_REQUEST })
  id!: string;

  @Field(() => IdentityDocumentEnum, {
    description: "What kind of document it was; nothing else of it is kept.",
  })
  document!: IdentityDocument;
}

@InputType("NoteImpedimentInput", { description: "That something stands against a right." })
export class NoteImpedimentInput {
  @Field(() => UUID, { description: WHICH_REQUEST })
  id!: string;

  @Field(() => String, { description: "Key of an impediment that the rule for such requests names." })
  impediment!: string;

  @Field(() => String, {
    nullable: true,
    description: "What it is in this case, in at most 2,000 characters. It goes when the user is erased.",
  })
  note?: string | null;
}

@InputType("LiftImpedimentInput", { description: "That something stands against a right no more." })
export class LiftImpedimentInput {
  @Field(() => UUID, { description: WHICH_REQUEST })
  id!: string;

  @Field(() => String, { description: "Key of an impediment that was noted." })
  impediment!: string;

  @Field(() => String, {
    nullable: true,
    description: "What changed, in at most 2,000 characters. It goes when the user is erased.",
  })
  note?: string | null;
}

@InputType("DecideRightsRequestInput", { description: "The decision on a rights request." })
export class DecideRightsRequestInput {
  @Field(() => UUID, { description: WHICH_REQUEST })
  id!: string;

  @Field(() => OutcomeEnum, { description: "What is decided." })
  outcome!: Outcome;

  @Field(() => String, {
    description:
      "Why, in 1 to 2,000 characters, without the user's reference: the reasons of an erasure stay when the user is erased.",
  })
  reasons!: string;
}
