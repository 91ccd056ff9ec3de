import { Field, ObjectType } from "type-graphql";
import { CalendarDate } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import type { SafeguardKind } from "../core/document.js";
import { CATALOGUE_ENTRY, CatalogueEntry, viewsOf } from "./catalogue-entry.type.js";
import { Jurisdiction } from "./jurisdiction.type.js";
import { Recipient } from "./recipient.type.js";
import { SecurityMeasure } from "./security-measure.type.js";
import { SafeguardKindEnum } from "./sharing-enums.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "What protects data that cross a border.", implements: CATALOGUE_ENTRY })
export class Safeguard extends CatalogueEntry<"safeguards"> {
  static readonly list = "safeguards";

  @Field(() => SafeguardKindEnum, { description: "What sort of protection it is." })
  get kind(): SafeguardKind {
    return this.entry.kind;
  }

  @Field(() => String, { description: "The decision, treaty, law or contract it rests on." })
  get instrument(): string {
    return this.entry.instrument;
  }

  @Field(() => CalendarDate, {
    nullable: true,
    description: "First day on which it holds; null: since ever.",
  })
  get validFrom(): string | undefined {
    return this.entry.validFrom;
  }

  @Field(() => CalendarDate, { nullable: true, description: "Last day on which it holds; null: open-ended." })
  get validTo(): string | undefined {
    return this.entry.validTo;
  }

  @Field(() => [Recipient], {
    description: "The recipients it covers; where jurisdictions is empty too, it covers any.",
  })
  get recipients(): Recipient[] {
    return viewsOf(Recipient, this.snapshot, this.entry.recipients);
  }

  @Field(() => [Jurisdiction], {
    description: "The countries it covers; where recipients is empty too, it covers any.",
  })
  get jurisdictions(): Jurisdiction[] {
    return viewsOf(Jurisdiction, this.snapshot, this.entry.jurisdictions);
  }

  @Field(() => [SecurityMeasure], { description: "The security measures that belong to it." })
  get securityMeasures(): SecurityMeasure[] {
    return viewsOf(SecurityMeasure, this.snapshot, this.entry.securityMeasures);
  }
}
