import { Field, ID, ObjectType } from "type-graphql";
import { Node } from "../../../platform/graphql/node.type.js";
import { CalendarDate, CountryCode } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import type { JurisdictionEntry, ProtectionStatus } from "../core/document.js";
import { Provenance } from "./catalogue-entry.type.js";
import { ProtectionStatusEnum } from "./sharing-enums.type.js";
import { WorkingCalendar } from "./working-calendar.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "How a country's protection of personal data was assessed, for a span of days." })
export class ProtectionAssessment {
  @Field(() => ProtectionStatusEnum, { description: "The outcome." })
  readonly status!: ProtectionStatus;

  @Field(() => CalendarDate, {
    nullable: true,
    description: "First day on which it holds; null: since ever.",
  })
  readonly validFrom?: string | undefined;

  @Field(() => CalendarDate, { nullable: true, description: "Last day on which it holds; null: open-ended." })
  readonly validTo?: string | undefined;

  @Field(() => String, { nullable: true, description: "The list, decision or treaty that says so." })
  readonly legalSource?: string | undefined;
}

@RequirePermission("READ_DATA_MAP")
@ObjectType({
  description: "A country, with the dated status of its protection of personal data.",
  implements: [Node, Provenance],
})
export class Jurisdiction extends Provenance<JurisdictionEntry> implements Node {
  static readonly list = "jurisdictions";

  @Field(() => ID, { description: "Unique in the whole register: `Jurisdiction:` and the country's code." })
  get id(): string {
    return `Jurisdiction:${this.entry.code}`;
  }

  @Field(() => CountryCode, { description: "The country's code." })
  get code(): string {
    return this.entry.code;
  }

  @Field(() => String, { description: "The country's name." })
  get name(): string {
    return this.entry.name;
  }

  @Field(() => String, { nullable: true, description: "What an analyst should know of it." })
  get description(): string | undefined {
    return this.entry.description;
  }

  @Field(() => Boolean, {
    description: "Whether it is the controller's own country: a transfer to any other one crosses a border.",
  })
  get isControllersOwn(): boolean {
    return this.entry.code === this.snapshot.controller.country;
  }

  @Field(() => [ProtectionAssessment], {
    description: "How its protection of personal data was assessed; at most one assessment holds on any day.",
  })
  get protection(): readonly ProtectionAssessment[] {
    return this.entry.protection;
  }

  @Field(() => WorkingCalendar, {
    nullable: true,
    description: "Which days are worked there, as far as its years are known; null where none is.",
  })
  get calendar(): WorkingCalendar | undefined {
    return this.entry.calendar;
  }

  @Field(() => CalendarDate, {
    nullable: true,
    description: "First day on which the entry may no longer be used; null while it may.",
  })
  get retiredOn(): string | undefined {
    return this.entry.retiredOn;
  }

  @Field(() => CountryCode, {
    nullable: true,
    description: "Code of the country to use instead of a retired one.",
  })
  get replacedBy(): string | undefined {
    return this.entry.replacedBy;
  }
}
