import { Field, ID, InputType, Int } from "type-graphql";
import { CountryCode, DateTime, UUID } from "../../platform/graphql/scalars.js";
import type { Channel, Direction, Nature, Outcome } from "./core/vocabulary.js";
import { ChannelEnum, DirectionEnum, NatureEnum, OutcomeEnum } from "./disclosure-enums.type.js";

@InputType("RecordDisclosureInput", {
  description:
    "A transfer that happened. Entries of the data map are named by key, users by the platform's own references.",
})
export class RecordDisclosureInput {
  @Field(() => UUID, {
    nullable: true,
    description:
      "A UUIDv7 of your own, made once per transfer: sent again with the same content it answers the same record, for ever. Keys with the role INTEGRATION must send one. Left out, the registry makes one, and a retry would record a second disclosure.",
  })
  id?: string | null;

  @Field(() => DateTime, {
    description:
      "When the transfer happened: any time since 1970, at most five minutes ahead of the registry's clock.",
  })
  occurredAt!: Date;

  @Field(() => String, {
    description: "Key of the recipient; for a receipt (INBOUND), of the partner the data came from.",
  })
  recipient!: string;

  @Field(() => String, { description: "Key of the processing purpose." })
  purpose!: string;

  @Field(() => String, { description: "Key of the legal ground." })
  legalGround!: string;

  @Field(() => [String], {
    description:
      "Keys of the data categories handed over, 1 to 1,000. A category stands for everything under it.",
  })
  categories!: string[];

  @Field(() => [String], {
    nullable: true,
    description:
      "The platform's references of the users whose data were handed over: 1 to 10,000, each of at most 256 characters; more as a list. Give these or `subjectList`.",
  })
  subjects?: string[] | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "Id of a list of users, of any size, that was sent to POST /subject-lists with the same API key; good for a day, and for several disclosures. Give this or `subjects`.",
  })
  subjectList?: string | null;

  @Field(() => DirectionEnum, {
    nullable: true,
    description: "Which way the data went; OUTBOUND where left out.",
  })
  direction?: Direction | null;

  @Field(() => NatureEnum, {
    nullable: true,
    description: "Whether the transfer belongs to the usual course of business; ROUTINE where left out.",
  })
  nature?: Nature | null;

  @Field(() => ChannelEnum, { nullable: true, description: "By what means the data were handed over." })
  channel?: Channel | null;

  @Field(() => String, {
    nullable: true,
    description: "Which system or office initiated the transfer, at most 200 characters.",
  })
  source?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Key of the agreement with the recipient under which the data were handed over.",
  })
  agreement?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Key of the safeguard that protects a transfer across a border.",
  })
  safeguard?: string | null;

  @Field(() => UUID, {
    nullable: true,
    description:
      "The demand of an authority that the transfer answered: the id of an authority request that the recipient made.",
  })
  authorityRequest?: string | null;

  @Field(() => UUID, {
    nullable: true,
    description:
      "Id that authorizeDisclosure answered to the same API key within the last day. The transfer must be the one that was authorized, to users who were permitted.",
  })
  authorization?: string | null;

  @Field(() => CountryCode, {
    nullable: true,
    description: "The country the data went to, where it is not the recipient's own. Not for a receipt.",
  })
  destination?: string | null;

  @Field(() => Int, { nullable: true, description: "How many records were handed over, from 1." })
  recordCount?: number | null;

  @Field(() => OutcomeEnum, { nullable: true, description: "What became of the transfer." })
  outcome?: Outcome | null;

  @Field(() => String, {
    nullable: true,
    description: "What else a reader should know, at most 2,000 characters. Name no person here.",
  })
  note?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Your own number of this transfer, at most 200 characters. Two disclosures with the same one are marked as probable duplicates.",
  })
  externalReference?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The recipient's own number of this transfer, at most 200 characters.",
  })
  partnerReference?: string | null;
}

@InputType("AmendDisclosureInput", {
  description:
    "A correction of a recorded disclosure: the whole disclosure again as it should read, or its voiding.",
})
export class AmendDisclosureInput {
  @Field(() => UUID, {
    nullable: true,
    description:
      "A UUIDv7 of your own for the amendment, and for the restated disclosure. Keys with the role INTEGRATION must send one.",
  })
  id?: string | null;

  @Field(() => UUID, { description: "The disclosure to be corrected: one that was not amended yet." })
  amends!: string;

  @Field(() => String, {
    description: "Why the record is corrected, in 1 to 2,000 characters. Name no person here.",
  })
  reason!: string;

  @Field(() => RecordDisclosureInput, {
    nullable: true,
    description: "The whole disclosure as it should read. Its `id` is left out. Give this or `void`.",
  })
  restated?: RecordDisclosureInput | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "True where the disclosure was recorded in error and nothing takes its place.",
  })
  void?: boolean | null;
}
