import { Field, ObjectType } from "type-graphql";
import { connectionOf } from "../../../platform/graphql/connection.js";
import { RequirePermission } from "../../access/index.js";
import type { Affiliation, RecipientKind, RecipientRole } from "../core/document.js";
import { CATALOGUE_ENTRY, CatalogueEntry, viewOf, viewsOf } from "./catalogue-entry.type.js";
import { Contact } from "./contact.type.js";
import { Jurisdiction } from "./jurisdiction.type.js";
import { ServiceType } from "./service-type.type.js";
import { AffiliationEnum, RecipientKindEnum, RecipientRoleEnum } from "./sharing-enums.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({
  description: "A named partner that can receive personal data, or from whom personal data can come.",
  implements: CATALOGUE_ENTRY,
})
export class Recipient extends CatalogueEntry<"recipients"> {
  static readonly list = "recipients";

  @Field(() => RecipientKindEnum, { description: "What sort of partner it is." })
  get kind(): RecipientKind {
    return this.entry.kind;
  }

  @Field(() => Jurisdiction, { description: "The country where it is established." })
  get jurisdiction(): Jurisdiction {
    return viewOf(Jurisdiction, this.snapshot, this.entry.jurisdiction);
  }

  @Field(() => Boolean, {
    description:
      "Whether it is established in the controller's own country; a transfer to a non-resident crosses a border.",
  })
  get isResident(): boolean {
    return this.entry.jurisdiction === this.snapshot.controller.country;
  }

  @Field(() => String, {
    nullable: true,
    description: "Its number in the register of companies or taxpayers.",
  })
  get registrationNumber(): string | undefined {
    return this.entry.registrationNumber;
  }

  @Field(() => String, {
    nullable: true,
    description: "Its postal address, as it stands in answers to users.",
  })
  get address(): string | undefined {
    return this.entry.address;
  }

  @Field(() => [Contact], { description: "How to reach it, and for what." })
  get contacts(): readonly Contact[] {
    return this.entry.contacts;
  }

  @Field(() => RecipientRoleEnum, {
    nullable: true,
    description: "Who decides what it does with the data; null where that is not stated.",
  })
  get role(): RecipientRole | undefined {
    return this.entry.role;
  }

  @Field(() => [ServiceType], { description: "The services it renders to the controller." })
  get serviceTypes(): ServiceType[] {
    return viewsOf(ServiceType, this.snapshot, this.entry.serviceTypes);
  }

  @Field(() => AffiliationEnum, { description: "How it is tied to the controller." })
  get affiliation(): Affiliation {
    return this.entry.affiliation;
  }

  @Field(() => Boolean, {
    description:
      "Whether what it does next with the data rests on a consent that it obtains from users itself.",
  })
  get collectsOwnConsent(): boolean {
    return this.entry.collectsOwnConsent;
  }

  @Field(() => [Recipient], {
    description:
      "To whom it passes on what it gets, such as its own sub-processors; only those it passes to directly.",
  })
  get passesOnTo(): Recipient[] {
    return viewsOf(Recipient, this.snapshot, this.entry.passesOnTo);
  }
}

export const RecipientConnection = connectionOf(Recipient, "RecipientConnection", {
  entries: "recipients",
  description: "Recipients of one revision of the data map, ordered by key.",
  access: RequirePermission("READ_DATA_MAP"),
});
