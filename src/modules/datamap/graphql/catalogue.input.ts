import { ArgsType, Field, InputType, Int } from "type-graphql";
import { ConnectionArgs } from "../../../platform/graphql/connection.js";
import { CountryCode, DateTime } from "../../../platform/graphql/scalars.js";
import type { RecipientKind } from "../core/document.js";
import { RecipientKindEnum } from "./sharing-enums.type.js";

/** Which revision of the data map is meant; the newest where neither argument is given. */
export interface RevisionChoice {
  readonly at?: Date | null;
  readonly revision?: number | null;
}

const AT = {
  nullable: true,
  description:
    "Take the revision that was in force at this moment, instead of the newest. Not together with `revision`.",
} as const;

const REVISION = {
  nullable: true,
  description: "Take the revision of this number, instead of the newest. Not together with `at`.",
} as const;

@ArgsType()
export class RevisionArgs implements RevisionChoice {
  @Field(() => DateTime, AT)
  at?: Date | null;

  @Field(() => Int, REVISION)
  revision?: number | null;
}

@ArgsType()
export class EntryArgs extends RevisionArgs {
  @Field(() => String, { description: "Key of the entry, such as `identification.email` or `example_bank`." })
  key!: string;
}

@ArgsType()
export class JurisdictionArgs extends RevisionArgs {
  @Field(() => CountryCode, { description: "The country's code, such as `KZ`." })
  code!: string;
}

@InputType({ description: "Which recipients to list: those that meet every condition given." })
export class RecipientFilter {
  @Field(() => RecipientKindEnum, { nullable: true, description: "Only recipients of this kind." })
  kind?: RecipientKind | null;

  @Field(() => CountryCode, { nullable: true, description: "Only recipients established in this country." })
  jurisdiction?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Only recipients with this text in their key, name or registration number, in capitals or not; 1 to 200 characters.",
  })
  search?: string | null;
}

@ArgsType()
export class RecipientsArgs extends ConnectionArgs implements RevisionChoice {
  @Field(() => RecipientFilter, {
    nullable: true,
    description: "Which recipients to list; all where not given.",
  })
  filter?: RecipientFilter | null;

  @Field(() => DateTime, AT)
  at?: Date | null;

  @Field(() => Int, REVISION)
  revision?: number | null;
}
