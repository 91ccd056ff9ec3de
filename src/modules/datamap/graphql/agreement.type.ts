import { Field, ObjectType } from "type-graphql";
import { CalendarDate } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import { CATALOGUE_ENTRY, CatalogueEntry, viewOf, viewsOf } from "./catalogue-entry.type.js";
import { Recipient } from "./recipient.type.js";
import { SecurityMeasure } from "./security-measure.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({
  description: "The contract or instrument with a recipient, with the days of its validity.",
  implements: CATALOGUE_ENTRY,
})
export class Agreement extends CatalogueEntry<"agreements"> {
  static readonly list = "agreements";

  @Field(() => Recipient, { description: "The recipient with whom it was made." })
  get recipient(): Recipient {
    return viewOf(Recipient, this.snapshot, this.entry.recipient);
  }

  @Field(() => String, { nullable: true, description: "The number that stands on the document." })
  get number(): string | undefined {
    return this.entry.number;
  }

  @Field(() => CalendarDate, { description: "First day on which it is in force." })
  get validFrom(): string {
    return this.entry.validFrom;
  }

  @Field(() => CalendarDate, {
    nullable: true,
    description: "Last day on which it is in force; null: open-ended.",
  })
  get validTo(): string | undefined {
    return this.entry.validTo;
  }

  @Field(() => [SecurityMeasure], { description: "The security measures that the recipient undertakes." })
  get securityMeasures(): SecurityMeasure[] {
    return viewsOf(SecurityMeasure, this.snapshot, this.entry.securityMeasures);
  }
}
