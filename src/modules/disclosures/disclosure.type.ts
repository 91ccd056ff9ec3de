import { Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.js";
import { Node } from "../../platform/graphql/node.type.js";
import { CountryCode, DateTime } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import type { AmendmentRow } from "./amendment-row.js";
import type { AmendmentKind, Channel, Direction, Nature, Outcome } from "./core/vocabulary.js";
import {
  AmendmentKindEnum,
  ChannelEnum,
  DirectionEnum,
  NatureEnum,
  OutcomeEnum,
} from "./disclosure-enums.type.js";
import type { DisclosureRow } from "./disclosure-row.js";

@ObjectType("Disclosure", {
  implements: Node,
  description:
    "A transfer of personal data that happened: who received which data about whom, why, on what ground, when and where. It is never changed; a correction is an amendment.",
})
@RequirePermission("READ_DISCLOSURES", "READ_OWN_DISCLOSURES", "RECORD_DISCLOSURES")
export class Disclosure extends Node {
  @Field(() => ID, { description: "The disclosure's UUID, which its recorder may have chosen." })
  readonly id: string;

  @Field(() => DateTime, { description: "When the transfer happened." })
  readonly occurredAt: Date;

  @Field(() => DateTime, { description: "When the registry wrote it down." })
  readonly recordedAt: Date;

  @Field(() => DirectionEnum, { description: "Which way the data went." })
  readonly direction: Direction;

  @Field(() => NatureEnum, { description: "Whether the transfer belongs to the usual course of business." })
  readonly nature: Nature;

  @Field(() => ChannelEnum, {
    nullable: true,
    description: "By what means the data were handed over; null where it was not said.",
  })
  readonly channel: Channel | null;

  @Field(() => OutcomeEnum, {
    nullable: true,
    description: "What became of the transfer; null where it was not said.",
  })
  readonly outcome: Outcome | null;

  @Field(() => Int, {
    nullable: true,
    description: "How many records were handed over; null where it was not said.",
  })
  readonly recordCount: number | null;

  @Field(() => Int, { description: "How many users the disclosure covers, each counted once." })
  readonly subjectCount: number;

  @Field(() => Boolean, {
    description: "Whether the data left the controller's country, or came from abroad.",
  })
  readonly crossBorder: boolean;

  @Field(() => CountryCode, {
    description:
      "The other side's country: where the data went or, for a receipt, came from. The stated destination, else the recipient's own country.",
  })
  readonly counterpartyCountry: string;

  @Field(() => Int, { description: "The revision of the data map in force when the transfer happened." })
  readonly revision: number;

  /** What the fields of `disclosure.resolver.ts` start from. */
  readonly row: DisclosureRow;

  constructor(row: DisclosureRow) {
    super();
    this.id = row.id;
    this.occurredAt = row.occurredAt;
    this.recordedAt = row.recordedAt;
    this.direction = row.direction;
    this.nature = row.nature;
    this.channel = row.channel;
    this.outcome = row.outcome;
    this.recordCount = row.recordCount;
    this.subjectCount = row.subjectCount;
    this.crossBorder = row.crossBorder;
    this.counterpartyCountry = row.counterpartyCountry;
    this.revision = row.revision;
    this.row = row;
  }
}

export const DisclosureConnection = connectionOf(Disclosure, "DisclosureConnection", {
  entries: "disclosures",
  description: "Disclosures, in the order asked for.",
  access: RequirePermission("READ_DISCLOSURES", "READ_OWN_DISCLOSURES"),
});

@ObjectType("Amendment", {
  description:
    "That a disclosure was restated or voided: by whom, when, and why. The amended disclosure stays as it was recorded.",
})
@RequirePermission("READ_DISCLOSURES", "READ_OWN_DISCLOSURES", "RECORD_DISCLOSURES")
export class Amendment {
  @Field(() => ID, { description: "The amendment's UUID; the restated disclosure has the same." })
  readonly id: string;

  @Field(() => AmendmentKindEnum, { description: "Whether the disclosure was restated or voided." })
  readonly kind: AmendmentKind;

  @Field(() => DateTime, { description: "When the registry wrote the amendment down." })
  readonly recordedAt: Date;

  readonly row: AmendmentRow;

  constructor(row: AmendmentRow) {
    this.id = row.id;
    this.kind = row.kind;
    this.recordedAt = row.recordedAt;
    this.row = row;
  }
}
