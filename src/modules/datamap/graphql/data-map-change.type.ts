import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import type { AppliedChange } from "../apply-data-map.service.js";
import { CHANGE_KINDS, nounOf } from "../core/plan-changes.js";
import type { ChangeKind, EntryChange, FieldChange } from "../core/plan-changes.js";
import type { TouchedSharingRule } from "../core/touched-sharing-rules.js";
import { RecipientKindEnum } from "./sharing-enums.type.js";
import type { RecipientKind } from "../core/document.js";

export const DataMapChangeKindEnum = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, kind])) as {
  readonly [Each in ChangeKind]: Each;
};
registerEnumType(DataMapChangeKindEnum, {
  name: "DataMapChangeKind",
  description: "What became of an entry of the data map.",
  valuesConfig: {
    ADDED: { description: "It is new." },
    CHANGED: { description: "It says something else than before." },
    RETIRED: { description: "It got a day from which it may no longer be used." },
    REINSTATED: { description: "It may be used again: its day of retirement was taken away." },
    REMOVED: {
      description:
        "It is not there yet. Seen only where a revision is compared with an earlier one: entries are retired, never removed.",
    },
  },
});

@RequirePermission("READ_DATA_MAP")
@ObjectType("DataMapFieldChange", { description: "One field of an entry, before and after." })
export class DataMapFieldChange {
  constructor(private readonly change: FieldChange) {}

  @Field(() => String, { description: "Name of the field in the document." })
  get field(): string {
    return this.change.field;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "What it said: text as it stands, lists and groups of fields as JSON; null where it was not stated.",
  })
  get before(): string | null {
    return written(this.change.before);
  }

  @Field(() => String, {
    nullable: true,
    description:
      "What it says now: text as it stands, lists and groups of fields as JSON; null where it is no longer stated.",
  })
  get after(): string | null {
    return written(this.change.after);
  }
}

function written(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

@RequirePermission("READ_DATA_MAP")
@ObjectType("DataMapChange", {
  description: "One entry of the data map that is not the same before and after.",
})
export class DataMapChange {
  constructor(private readonly change: EntryChange) {}

  @Field(() => DataMapChangeKindEnum, { description: "What became of the entry." })
  get kind(): ChangeKind {
    return this.change.kind;
  }

  @Field(() => String, {
    description:
      "The list of the document it stands in, such as `recipients`; `controller` for the controller.",
  })
  get list(): string {
    return this.change.part;
  }

  @Field(() => String, {
    description: "What such an entry is called, such as `recipient` or `sharing rule`.",
  })
  get type(): string {
    return nounOf(this.change.part);
  }

  @Field(() => String, {
    description: "Its key; a country's code, a policy version's number, `controller` for the controller.",
  })
  get key(): string {
    return this.change.key;
  }

  @Field(() => String, { description: "Its name, after the change." })
  get name(): string {
    return this.change.name;
  }

  @Field(() => [DataMapFieldChange], {
    description: "The fields that differ; of an entry that was added, everything it says.",
  })
  get fields(): DataMapFieldChange[] {
    return this.change.fields.map((field) => new DataMapFieldChange(field));
  }
}

@RequirePermission("READ_DATA_MAP")
@ObjectType("SharingRuleChange", {
  description:
    "A sharing rule that a change touches: it changes itself, or names something that changes. Told as it was before the change.",
})
export class SharingRuleChange {
  constructor(
    /** Modules that add fields read it. No field of the schema. */
    readonly rule: TouchedSharingRule,
  ) {}

  @Field(() => String, { description: "Key of the sharing rule." })
  get sharingRule(): string {
    return this.rule.key;
  }

  @Field(() => String, { description: "Name of the sharing rule." })
  get name(): string {
    return this.rule.name;
  }

  @Field(() => RecipientKindEnum, {
    nullable: true,
    description: "The kind of recipients the rule is for; null where it is for one recipient.",
  })
  get recipientKind(): RecipientKind | undefined {
    return this.rule.recipientKind;
  }

  @Field(() => [String], { description: "Keys of the recipients the rule is for." })
  get recipients(): readonly string[] {
    return this.rule.recipients;
  }

  @Field(() => String, { description: "Key of the purpose the rule is for." })
  get purpose(): string {
    return this.rule.purpose;
  }

  @Field(() => String, { description: "Key of the legal ground of the rule." })
  get legalGround(): string {
    return this.rule.legalGround;
  }

  @Field(() => [DataMapChange], { description: "The changes that touch it." })
  get touchedBy(): DataMapChange[] {
    return this.rule.touchedBy.map((change) => new DataMapChange(change));
  }
}

@RequirePermission("READ_DATA_MAP")
@ObjectType("ApplyDataMapPayload", { description: "What a change of the data map came to." })
export class ApplyDataMapPayload {
  constructor(protected readonly change: AppliedChange) {}

  @Field(() => Int, {
    description: "Number of the revision that was made; of the newest one where nothing was stored.",
  })
  get revision(): number {
    return this.change.revision;
  }

  @Field(() => Boolean, {
    description: "Whether a revision was made: false after a dry run, and where nothing differs.",
  })
  get applied(): boolean {
    return this.change.applied;
  }

  @Field(() => [DataMapChange], { description: "Every entry that differs." })
  get changes(): DataMapChange[] {
    return this.change.changes.map((change) => new DataMapChange(change));
  }

  @Field(() => [SharingRuleChange], { description: "The sharing rules that the change touches." })
  get touchedSharingRules(): SharingRuleChange[] {
    return this.change.touchedSharingRules.map((rule) => new SharingRuleChange(rule));
  }
}
