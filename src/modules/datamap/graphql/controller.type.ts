import { Field, Int, ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import type { ComplaintBodyKind, Controller as DocumentController } from "../core/document.js";
import type { DataMapSnapshot } from "../data-map-snapshot.js";
import { CountryCode } from "../../../platform/graphql/scalars.js";
import { Provenance, viewOf } from "./catalogue-entry.type.js";
import { Contact } from "./contact.type.js";
import { Jurisdiction } from "./jurisdiction.type.js";
import { ComplaintBodyKindEnum } from "./rights-enums.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "Who acts for the controller." })
export class Representative {
  @Field(() => String, { description: "The person's name, as the policy publishes it." })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: "The person's position." })
  readonly position?: string | undefined;

  @Field(() => String, { nullable: true, description: "The document from which the person's powers come." })
  readonly actsOnBasisOf?: string | undefined;
}

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "The authorised body in the field of personal data protection." })
export class SupervisoryAuthority {
  @Field(() => String, { description: "Its official name." })
  readonly name!: string;

  @Field(() => CountryCode, { description: "Its country." })
  readonly country!: string;

  @Field(() => String, { nullable: true, description: "Page with its contact details." })
  readonly website?: string | undefined;

  @Field(() => Int, {
    nullable: true,
    description:
      "Working days from the discovery of a breach to the notice of it; the day of discovery does not count. Null where no rule sets them.",
  })
  readonly breachNoticeWithinWorkingDays?: number | undefined;
}

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "A body to which users may complain." })
export class ComplaintBody {
  @Field(() => String, { description: "Its official name." })
  readonly name!: string;

  @Field(() => CountryCode, { description: "Its country." })
  readonly country!: string;

  @Field(() => String, { nullable: true, description: "Page with its contact details." })
  readonly website?: string | undefined;

  @Field(() => ComplaintBodyKindEnum, { description: "What sort of body it is." })
  readonly kind!: ComplaintBodyKind;

  @Field(() => String, { description: "Which complaints it hears, and which body of the sort is meant." })
  readonly description!: string;
}

@RequirePermission("READ_DATA_MAP")
@ObjectType({
  description:
    "The organisation that keeps this registry and answers for the data. It stands in the head of every report.",
  implements: Provenance,
})
export class Controller extends Provenance<DocumentController> {
  constructor(snapshot: DataMapSnapshot) {
    super(snapshot, snapshot.controller);
  }

  @Field(() => String, { description: "Its name." })
  get name(): string {
    return this.entry.name;
  }

  @Field(() => String, {
    nullable: true,
    description: "Its legal form, such as limited liability partnership.",
  })
  get legalForm(): string | undefined {
    return this.entry.legalForm;
  }

  @Field(() => String, {
    nullable: true,
    description: "Its number in the register of companies or taxpayers.",
  })
  get registrationNumber(): string | undefined {
    return this.entry.registrationNumber;
  }

  @Field(() => Representative, { nullable: true, description: "Who acts for it." })
  get representative(): Representative | undefined {
    return this.entry.representative;
  }

  @Field(() => String, { nullable: true, description: "Its postal address." })
  get address(): string | undefined {
    return this.entry.address;
  }

  @Field(() => Jurisdiction, {
    description: "Its own country: a transfer to a recipient in any other one crosses a border.",
  })
  get jurisdiction(): Jurisdiction {
    return viewOf(Jurisdiction, this.snapshot, this.entry.country);
  }

  @Field(() => String, {
    description: "Name (IANA) of the time zone in which days are counted, such as Asia/Almaty.",
  })
  get timeZone(): string {
    return this.entry.timeZone;
  }

  @Field(() => String, { nullable: true, description: "Its web site." })
  get website(): string | undefined {
    return this.entry.website;
  }

  @Field(() => [Contact], { description: "How to reach it, and for what." })
  get contacts(): readonly Contact[] {
    return this.entry.contacts;
  }

  @Field(() => SupervisoryAuthority, {
    nullable: true,
    description: "The authorised body that watches over its processing of personal data.",
  })
  get supervisoryAuthority(): SupervisoryAuthority | undefined {
    return this.entry.supervisoryAuthority;
  }

  @Field(() => [ComplaintBody], { description: "Where users may complain, besides the controller itself." })
  get complaintBodies(): readonly ComplaintBody[] {
    return this.entry.complaintBodies;
  }
}
