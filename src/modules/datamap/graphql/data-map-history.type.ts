import { ArgsType, Field, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../../platform/graphql/connection.js";
import { DateTime } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import type { RevisionNote } from "../core/revision-note.js";
import type { EntryHistoryItem } from "../data-map-history.service.js";
import type { EntryChange } from "../core/plan-changes.js";
import { DataMapChange } from "./data-map-change.type.js";

@ArgsType()
export class DiffArgs {
  @Field(() => Int, { description: "Number of the revision to start from." })
  from!: number;

  @Field(() => Int, { description: "Number of the revision to compare it with; it may be the earlier one." })
  to!: number;
}

@RequirePermission("READ_DATA_MAP")
@ObjectType("DataMapDiff", { description: "What is not the same in two revisions of the data map." })
export class DataMapDiff {
  constructor(
    range: DiffArgs,
    private readonly entryChanges: readonly EntryChange[],
  ) {
    this.from = range.from;
    this.to = range.to;
  }

  @Field(() => Int, { description: "Number of the revision that was started from." })
  readonly from: number;

  @Field(() => Int, { description: "Number of the revision it was compared with." })
  readonly to: number;

  @Field(() => [DataMapChange], { description: "Every entry that differs." })
  get changes(): DataMapChange[] {
    return this.entryChanges.map((change) => new DataMapChange(change));
  }
}

@RequirePermission("READ_DATA_MAP")
@ObjectType("DataMapRevision", { description: "A revision of the data map without what it says." })
export class DataMapRevisionNote {
  constructor(private readonly note: RevisionNote) {}

  @Field(() => Int, { description: "Number of the revision: `dataMap(revision:)` shows it whole." })
  get number(): number {
    return this.note.number;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: "From when it applies; null for the first one, which applies from the beginning of time.",
  })
  get effectiveFrom(): Date | null {
    return this.note.effectiveFrom;
  }

  @Field(() => String, { description: "What was said of it when it was stored." })
  get message(): string {
    return this.note.message;
  }

  @Field(() => String, { description: "Who stored it." })
  get appliedBy(): string {
    return this.note.appliedBy;
  }

  @Field(() => DateTime, { description: "When it was stored." })
  get appliedAt(): Date {
    return this.note.appliedAt;
  }
}

export const DataMapRevisionConnection = connectionOf(DataMapRevisionNote, "DataMapRevisionConnection", {
  entries: "revisions",
  description: "Revisions of the data map, newest first.",
  access: RequirePermission("READ_DATA_MAP"),
});

@RequirePermission("READ_DATA_MAP")
@ObjectType("EntryHistoryItem", { description: "A revision in which an entry of the data map changed." })
export class EntryHistory {
  constructor(private readonly item: EntryHistoryItem) {}

  @Field(() => DataMapRevisionNote, { description: "The revision." })
  get revision(): DataMapRevisionNote {
    return new DataMapRevisionNote(this.item.revision);
  }

  @Field(() => DataMapChange, { description: "What it changed of the entry." })
  get change(): DataMapChange {
    return new DataMapChange(this.item.change);
  }
}
