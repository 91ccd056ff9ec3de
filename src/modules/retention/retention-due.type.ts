import { Args, Field, Int, ObjectType } from "type-graphql";
import {
  ConnectionArgs,
  connectionOf,
  readPageArgs,
  type Connection,
} from "../../platform/graphql/connection.js";
import { CalendarDate } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import {
  DataCategory,
  RetentionRule,
  viewOf,
  viewsOf,
  type CalendarDay,
  type DataMapSnapshot,
} from "../datamap/index.js";
import type { DueRow } from "./core/page-of-due.js";
import type { UndecidableReason, UndecidableRule } from "./core/retention-term.js";
import type { DueSets } from "./due-sets.js";
import { pageOfFound, type FoundDue } from "./retention-due.service.js";
import { UndecidableReasonEnum } from "./retention-enums.type.js";

@ObjectType("RetentionDue", {
  description:
    "Users whose data of a category have been kept for as long as a retention rule lets them, since the same day.",
})
@RequirePermission("READ_STATISTICS")
export class RetentionDue {
  constructor(
    /** What the fields of `retention-due.resolver.ts` start from. */
    readonly row: DueRow,
    readonly sets: DueSets,
    private readonly map: DataMapSnapshot,
    suppressed: boolean,
  ) {
    this.suppressed = suppressed;
  }

  @Field(() => RetentionRule, { description: "The rule whose period has run out." })
  get retentionRule(): RetentionRule {
    return viewOf(RetentionRule, this.map, this.row.retentionRule);
  }

  @Field(() => DataCategory, { description: "The data, with what lies under the category." })
  get category(): DataCategory {
    return viewOf(DataCategory, this.map, this.row.category);
  }

  @Field(() => CalendarDate, {
    description:
      "The first day on which the data may no longer be kept for the rule's purposes. Where `keptBy` names rules, the first day after this rule's own period.",
  })
  get dueFrom(): CalendarDay {
    return this.row.dueFrom;
  }

  @Field(() => [RetentionRule], {
    description:
      "The other rules for the same purposes that let the data be kept, each with its legal source. Empty: the data are due for destruction.",
  })
  get keptBy(): RetentionRule[] {
    return viewsOf(RetentionRule, this.map, this.row.keptBy);
  }

  @Field(() => [RetentionRule], {
    description:
      "The rules that let the same data be kept for other purposes: whatever is destroyed, this may stay, for those purposes alone.",
  })
  get keptForOtherPurposes(): RetentionRule[] {
    return viewsOf(RetentionRule, this.map, this.row.keptForOtherPurposes);
  }

  @Field(() => Int, {
    nullable: true,
    description:
      "How many users, without those under a legal hold and those whose data are recorded as destroyed.",
  })
  get subjectCount(): number | null {
    return this.suppressed ? null : this.row.subjectCount;
  }

  @Field(() => Int, {
    nullable: true,
    description: "How many more there are of whom a legal hold forbids to destroy anything.",
  })
  get heldCount(): number | null {
    return this.suppressed ? null : this.row.heldCount;
  }

  @Field(() => Boolean, {
    description:
      "True where the counts are null because your key is not shown counts of few users (SMALL_CELLS_BELOW), nor what would tell them.",
  })
  readonly suppressed: boolean;
}

@ObjectType("UndecidableRetention", {
  description: "A retention rule by which the registry cannot tell whose data may be kept no longer.",
})
@RequirePermission("READ_STATISTICS")
export class UndecidableRetention {
  @Field(() => UndecidableReasonEnum, { description: "Why it cannot tell." })
  readonly reason: UndecidableReason;

  constructor(
    private readonly rule: UndecidableRule,
    private readonly map: DataMapSnapshot,
  ) {
    this.reason = rule.reason;
  }

  @Field(() => RetentionRule, { description: "The rule." })
  get retentionRule(): RetentionRule {
    return viewOf(RetentionRule, this.map, this.rule.key);
  }
}

export const RetentionDueConnection = connectionOf(RetentionDue, "RetentionDueConnection", {
  entries: "rows",
  description: "What has been kept for its time, in the order of rules, categories and days.",
  access: RequirePermission("READ_STATISTICS"),
});

@ObjectType("RetentionReport", {
  description: "What may be kept no longer by the end of a day, from the facts about users known by now.",
})
@RequirePermission("READ_STATISTICS")
export class RetentionReport {
  constructor(
    private readonly found: FoundDue,
    private readonly sets: DueSets,
    /** The rows whose counts are hidden. */
    private readonly hidden: ReadonlySet<DueRow>,
  ) {}

  @Field(() => CalendarDate, { description: "The day, on the controller's calendar." })
  get asOf(): CalendarDay {
    return this.found.question.asOf;
  }

  @Field(() => Int, { description: "The revision of the data map whose rules were applied." })
  get revision(): number {
    return this.found.question.map.revision;
  }

  @Field(() => RetentionDueConnection, { description: "What has run out, page by page." })
  rows(@Args(() => ConnectionArgs) args: ConnectionArgs): Connection<RetentionDue> {
    const page = pageOfFound(this.found, readPageArgs(args));
    const { map } = this.found.question;
    const edges = page.edges.map(({ cursor, node }) => ({
      cursor,
      node: new RetentionDue(node, this.sets, map, this.hidden.has(node)),
    }));
    return new RetentionDueConnection({ ...page, edges });
  }

  @Field(() => [UndecidableRetention], {
    description: "The rules by which the registry cannot tell, so that people have to look.",
  })
  get undecidable(): UndecidableRetention[] {
    const { undecidable, question } = this.found;
    return undecidable.map((rule) => new UndecidableRetention(rule, question.map));
  }
}
