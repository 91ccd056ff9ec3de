import { Field, Int, InterfaceType, ObjectType } from "type-graphql";
import { CalendarDate, CountryCode, Count, DateTime } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import {
  DataCategory,
  findPolicyVersion,
  findView,
  Jurisdiction,
  PolicyVersion,
  ProcessingPurpose,
  Recipient,
  RecipientKindEnum,
  viewOf,
  type DataMapSnapshot,
  type RecipientKind,
} from "../datamap/index.js";
import type { Drift, KeyDrift, SharingDrift as SharingDriftRow } from "./core/policy-drift.js";
import type { ComparedPolicy } from "./policy-drift.service.js";

@InterfaceType("PolicyDriftEntry", {
  description: "How something shows of which a policy version does not speak.",
})
export abstract class PolicyDriftEntry<Row extends Drift> {
  constructor(
    protected readonly row: Row,
    protected readonly newest: DataMapSnapshot,
    private readonly hidesCounts: boolean,
  ) {}

  @Field(() => Boolean, { description: "Whether the newest data map declares it today." })
  get declared(): boolean {
    return this.row.declared;
  }

  @Field(() => Count, {
    nullable: true,
    description: "How many disclosures show it in the period; 0 where it is declared only.",
  })
  get disclosures(): number | null {
    return this.suppressed ? null : this.row.disclosures;
  }

  @Field(() => Boolean, {
    description:
      "True where the count is null because your key is not shown counts of few users (SMALL_CELLS_BELOW): of how many these are is not known here.",
  })
  get suppressed(): boolean {
    return this.hidesCounts && this.row.disclosures > 0;
  }

  @Field(() => CalendarDate, {
    nullable: true,
    description: "The day of the first of them in the period; null where there is none.",
  })
  get firstSeen(): string | null {
    return this.row.firstSeen;
  }

  @Field(() => CalendarDate, {
    nullable: true,
    description: "The day of the last of them in the period; null where there is none.",
  })
  get lastSeen(): string | null {
    return this.row.lastSeen;
  }
}

@ObjectType("CategoryDrift", {
  implements: PolicyDriftEntry,
  description: "A data category of which a policy version does not speak.",
})
@RequirePermission("READ_STATISTICS")
export class CategoryDrift extends PolicyDriftEntry<KeyDrift> {
  @Field(() => DataCategory, { description: "The data category, as the newest data map has it." })
  get category(): DataCategory {
    return viewOf(DataCategory, this.newest, this.row.key);
  }
}

@ObjectType("PurposeDrift", {
  implements: PolicyDriftEntry,
  description: "A purpose of which a policy version does not speak.",
})
@RequirePermission("READ_STATISTICS")
export class PurposeDrift extends PolicyDriftEntry<KeyDrift> {
  @Field(() => ProcessingPurpose, { description: "The purpose, as the newest data map has it." })
  get purpose(): ProcessingPurpose {
    return viewOf(ProcessingPurpose, this.newest, this.row.key);
  }
}

@ObjectType("RecipientDrift", {
  implements: PolicyDriftEntry,
  description:
    "A recipient of whom a policy version does not speak by name. It may speak of such recipients: see `recipientKinds`.",
})
@RequirePermission("READ_STATISTICS")
export class RecipientDrift extends PolicyDriftEntry<KeyDrift> {
  @Field(() => Recipient, { description: "The recipient, as the newest data map has it." })
  get recipient(): Recipient {
    return viewOf(Recipient, this.newest, this.row.key);
  }
}

@ObjectType("RecipientKindDrift", {
  implements: PolicyDriftEntry,
  description: "A kind of recipients of which a policy version does not speak.",
})
@RequirePermission("READ_STATISTICS")
export class RecipientKindDrift extends PolicyDriftEntry<KeyDrift<RecipientKind>> {
  @Field(() => RecipientKindEnum, { description: "The kind." })
  get recipientKind(): RecipientKind {
    return this.row.key;
  }
}

@ObjectType("CountryDrift", {
  implements: PolicyDriftEntry,
  description: "A country of which a policy version does not speak.",
})
@RequirePermission("READ_STATISTICS")
export class CountryDrift extends PolicyDriftEntry<KeyDrift> {
  @Field(() => CountryCode, { description: "The country." })
  get country(): string {
    return this.row.key;
  }

  @Field(() => Jurisdiction, {
    nullable: true,
    description: "The country as the newest data map has it; null where it does not name it either.",
  })
  get jurisdiction(): Jurisdiction | null {
    return findView(Jurisdiction, this.newest, this.row.key);
  }
}

@ObjectType("SharingDrift", {
  implements: PolicyDriftEntry,
  description:
    "A data category that goes to a recipient, or may go to a kind of recipients, for a purpose, of which a policy version does not speak together.",
})
@RequirePermission("READ_STATISTICS")
export class SharingDrift extends PolicyDriftEntry<SharingDriftRow> {
  @Field(() => Recipient, {
    nullable: true,
    description: "The recipient; null where the data map declares it for a whole kind.",
  })
  get recipient(): Recipient | null {
    const { recipient } = this.row;
    return recipient === null ? null : viewOf(Recipient, this.newest, recipient);
  }

  @Field(() => RecipientKindEnum, { description: "The kind, or the recipient's kind." })
  get recipientKind(): RecipientKind {
    return this.row.kind;
  }

  @Field(() => ProcessingPurpose, { description: "The purpose." })
  get purpose(): ProcessingPurpose {
    return viewOf(ProcessingPurpose, this.newest, this.row.purpose);
  }

  @Field(() => DataCategory, { description: "The data category, as it is declared or was recorded." })
  get category(): DataCategory {
    return viewOf(DataCategory, this.newest, this.row.category);
  }
}

const ORDER = "What was seen first last comes first, what is declared only comes last; at most 10,000.";

@ObjectType("PolicyDrift", {
  description:
    "What the registry knows, declared by the newest data map or observed in disclosures, of which a published policy version does not speak. A version speaks of what the revision names that it describes, but for what was retired before the version applied.",
})
@RequirePermission("READ_STATISTICS")
export class PolicyDrift {
  @Field(() => PolicyVersion, { description: "The version." })
  readonly version: PolicyVersion;

  @Field(() => Int, { description: "Number of the data map's revision that the version describes." })
  readonly revision: number;

  @Field(() => Int, { description: "Number of the newest revision, whose declarations are looked at." })
  readonly newestRevision: number;

  @Field(() => CalendarDate, {
    nullable: true,
    description: "The first day whose disclosures are looked at; null: since ever.",
  })
  readonly from: string | null;

  @Field(() => CalendarDate, { description: "The last day whose disclosures are looked at." })
  readonly to: string;

  @Field(() => DateTime, {
    description: "The moment of counting: everything that was recorded before it is counted, exactly.",
  })
  readonly asOf: Date;

  @Field(() => [CategoryDrift], {
    description: `Data categories, each by itself: that the version speaks of one above it is not enough. ${ORDER}`,
  })
  readonly categories: readonly CategoryDrift[];

  @Field(() => [PurposeDrift], { description: `Purposes. ${ORDER}` })
  readonly purposes: readonly PurposeDrift[];

  @Field(() => [RecipientDrift], { description: `Recipients. ${ORDER}` })
  readonly recipients: readonly RecipientDrift[];

  @Field(() => [RecipientKindDrift], { description: `Kinds of recipients. ${ORDER}` })
  readonly recipientKinds: readonly RecipientKindDrift[];

  @Field(() => [CountryDrift], { description: `Countries where data arrive. ${ORDER}` })
  readonly countries: readonly CountryDrift[];

  @Field(() => [SharingDrift], {
    description: `Which category goes to whom for what, where no sharing rule in force on the day and no processing activity of the version's revision names recipient (or its kind), purpose, and category (or one above it) together. ${ORDER}`,
  })
  readonly sharing: readonly SharingDrift[];

  constructor({ version, revision, newest, period, asOf, drift }: ComparedPolicy, hidesCounts: boolean) {
    this.version = findPolicyVersion(newest, version.number)!;
    this.revision = revision;
    this.newestRevision = newest.revision;
    this.from = period.from;
    this.to = period.to;
    this.asOf = asOf;
    this.categories = drift.categories.map((row) => new CategoryDrift(row, newest, hidesCounts));
    this.purposes = drift.purposes.map((row) => new PurposeDrift(row, newest, hidesCounts));
    this.recipients = drift.recipients.map((row) => new RecipientDrift(row, newest, hidesCounts));
    this.recipientKinds = drift.recipientKinds.map((row) => new RecipientKindDrift(row, newest, hidesCounts));
    this.countries = drift.countries.map((row) => new CountryDrift(row, newest, hidesCounts));
    this.sharing = drift.sharing.map((row) => new SharingDrift(row, newest, hidesCounts));
  }
}
