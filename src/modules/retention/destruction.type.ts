import { Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.js";
import { CalendarDate, DateTime } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import type { CalendarDay } from "../datamap/index.js";
import type { DestructionMethod } from "./core/vocabulary.js";
import type { DestructionRow } from "./destruction-row.js";
import { DestructionMethodEnum } from "./retention-enums.type.js";

@ObjectType("Destruction", {
  description: "That data of a category were destroyed, and of how many users. It never changes.",
})
@RequirePermission("READ_DISCLOSURES", "RECORD_DESTRUCTIONS")
export class Destruction {
  @Field(() => ID, { description: "The destruction's UUID, which its recorder may have chosen." })
  readonly id: string;

  @Field(() => CalendarDate, {
    description: "The day by whose end the data were due, on the controller's calendar.",
  })
  readonly asOf: CalendarDay;

  @Field(() => DestructionMethodEnum, { description: "How they were destroyed." })
  readonly method: DestructionMethod;

  @Field(() => DateTime, { description: "When the registry wrote it down." })
  readonly recordedAt: Date;

  @Field(() => Int, { description: "Of how many users." })
  readonly subjectCount: number;

  @Field(() => Int, {
    description: "How many of them were not due; `reason` says why their data were destroyed all the same.",
  })
  readonly notDueCount: number;

  @Field(() => Int, {
    description: "How many more were due, and kept because of a legal hold.",
  })
  readonly heldCount: number;

  @Field(() => Int, { description: "The revision of the data map by which the data were due." })
  readonly revision: number;

  /** What the fields of `destruction.resolver.ts` start from. */
  readonly row: DestructionRow;

  constructor(row: DestructionRow) {
    this.id = row.id;
    this.asOf = row.asOf;
    this.method = row.method;
    this.recordedAt = row.recordedAt;
    this.subjectCount = row.subjectCount;
    this.notDueCount = row.notDueCount;
    this.heldCount = row.heldCount;
    this.revision = row.revision;
    this.row = row;
  }
}

export const DestructionConnection = connectionOf(Destruction, "DestructionConnection", {
  entries: "destructions",
  description: "Destructions, the latest first.",
  access: RequirePermission("READ_DISCLOSURES"),
});

@ObjectType("RecordDestructionPayload", { description: "The destruction as it is recorded." })
@RequirePermission("RECORD_DESTRUCTIONS")
export class RecordDestructionPayload {
  @Field(() => Destruction, { description: "The destruction." })
  readonly destruction!: Destruction;

  @Field(() => Boolean, {
    description: "False where the same destruction had been recorded before: a retry.",
  })
  readonly created!: boolean;
}
