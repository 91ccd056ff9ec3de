import { Field, Int, ObjectType } from "type-graphql";
import { Duration } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import type { LegalGroundKind, RightsRequestKind } from "../core/document.js";
import { CATALOGUE_ENTRY, CatalogueEntry, viewsOf } from "./catalogue-entry.type.js";
import { Impediment } from "./impediment.type.js";
import { RightsRequestKindEnum } from "./rights-enums.type.js";
import { LegalGroundKindEnum } from "./vocabulary-enums.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({
  description:
    "A right of users: when it exists, within what time it is answered, and what may stand against it.",
  implements: CATALOGUE_ENTRY,
})
export class RightsRule extends CatalogueEntry<"rightsRules"> {
  static readonly list = "rightsRules";

  @Field(() => RightsRequestKindEnum, { description: "The kind of request by which the right is used." })
  get requestKind(): RightsRequestKind {
    return this.entry.requestKind;
  }

  @Field(() => String, { nullable: true, description: "When the right exists; null where it always does." })
  get condition(): string | undefined {
    return this.entry.condition;
  }

  @Field(() => [LegalGroundKindEnum], {
    description: "Kinds of legal ground on which the data must rest for the right to exist; any where empty.",
  })
  get onlyForGrounds(): readonly LegalGroundKind[] {
    return this.entry.onlyForGrounds;
  }

  @Field(() => Duration, {
    nullable: true,
    description: "Time from receipt to the answer; the day of receipt does not count.",
  })
  get answerWithin(): string | undefined {
    return this.entry.answerWithin;
  }

  @Field(() => Int, {
    nullable: true,
    description:
      "Working days from receipt to the answer; the day of receipt does not count. Null where the term is `answerWithin` or there is none.",
  })
  get answerWithinWorkingDays(): number | undefined {
    return this.entry.answerWithinWorkingDays;
  }

  @Field(() => Duration, {
    nullable: true,
    description: "Least time from receipt to the effect; the day of receipt does not count.",
  })
  get effectiveAfter(): string | undefined {
    return this.entry.effectiveAfter;
  }

  @Field(() => Int, {
    nullable: true,
    description:
      "Least number of working days from receipt to the effect; the day of receipt does not count. Null where the term is `effectiveAfter` or there is none.",
  })
  get effectiveAfterWorkingDays(): number | undefined {
    return this.entry.effectiveAfterWorkingDays;
  }

  @Field(() => [String], {
    description: "What may be demanded as proof of who asks, or of what is to be corrected.",
  })
  get identityEvidence(): readonly string[] {
    return this.entry.identityEvidence;
  }

  @Field(() => [Impediment], { description: "Circumstances in which the right may not be used." })
  get impediments(): Impediment[] {
    return viewsOf(Impediment, this.snapshot, this.entry.impediments);
  }

  @Field(() => Boolean, {
    description:
      "Whether those who actually received the data must be told of the outcome (GDPR, article 19).",
  })
  get notifiesRecipients(): boolean {
    return this.entry.notifiesRecipients;
  }

  @Field(() => Duration, {
    nullable: true,
    description: "Time from the decision to telling the recipients; the day of the decision does not count.",
  })
  get notifyWithin(): string | undefined {
    return this.entry.notifyWithin;
  }

  @Field(() => Int, {
    nullable: true,
    description:
      "Working days from the decision to telling the recipients; the day of the decision does not count. Null where the term is `notifyWithin` or there is none.",
  })
  get notifyWithinWorkingDays(): number | undefined {
    return this.entry.notifyWithinWorkingDays;
  }

  @Field(() => String, { nullable: true, description: "What users can do themselves instead of asking." })
  get selfService(): string | undefined {
    return this.entry.selfService;
  }

  @Field(() => String, { nullable: true, description: "The law or clause that gives the right." })
  get legalSource(): string | undefined {
    return this.entry.legalSource;
  }
}
