import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Info, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../../platform/graphql/context.js";
import { selects } from "../../../platform/graphql/selection.js";
import { Costs } from "../../../platform/graphql/limits/cost-extension.js";
import { requirePermission, RequirePermission } from "../../access/index.js";
import {
  DataCategory,
  LegalGround,
  ProcessingPurpose,
  Recipient,
  viewOf,
  type DataMapSnapshot,
  type RecipientKind,
} from "../../datamap/index.js";
import { hiddenCells, type Cells, type LookUps, type SmallCells } from "../../subjects/index.js";
import type { StatisticsDimension, StatisticsInterval } from "../core/vocabulary.js";
import { StatisticsDimensionEnum, StatisticsIntervalEnum } from "../disclosure-enums.type.js";
import { DisclosureFilter } from "../disclosure-filter.input.js";
import type { DisclosureStatisticsService, Statistics } from "./disclosure-statistics.service.js";
import { DisclosureStatistics, type DisclosureStatisticsRow } from "./disclosure-statistics.type.js";

@Resolver()
export class DisclosureStatisticsResolver {
  constructor(
    private readonly service: DisclosureStatisticsService,
    private readonly lookUps: LookUps,
    private readonly smallCells: SmallCells,
  ) {}

  @Costs({ own: 200 })
  @RequirePermission("READ_STATISTICS", "READ_OWN_STATISTICS")
  @Query(() => DisclosureStatistics, {
    description:
      "How many disclosures there are, and of how many users, by what you like: exact, also over millions of them.",
  })
  async disclosureStatistics(
    @Arg("filter", () => DisclosureFilter, {
      nullable: true,
      description: "Which disclosures to count; all that stand where left out.",
    })
    filter: DisclosureFilter | null,
    @Arg("groupBy", () => [StatisticsDimensionEnum], {
      defaultValue: [],
      description: "What to count apart, each named once: a row for every combination that occurs.",
    })
    groupBy: StatisticsDimension[],
    @Arg("interval", () => StatisticsIntervalEnum, {
      nullable: true,
      description: "Into which lengths of time to divide the time, by when disclosures occurred.",
    })
    interval: StatisticsInterval | null,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DisclosureStatistics> {
    if (filter?.subject != null)
      requirePermission(ctx.caller, "LOOK_UP_DATA_SUBJECTS", "the filter `subject`");
    if (filter?.withFindings != null)
      requirePermission(ctx.caller, "READ_STATISTICS", "the filter `withFindings`");
    const below = this.smallCells.boundFor(ctx, groupBy.length + (interval === null ? 0 : 1));
    const statistics = await this.service.count({
      filter: filter ?? {},
      groupBy,
      interval,
      distinctSubjects: selects(info, "rows", "distinctSubjects"),
      found: this.lookUps.foundBy(ctx, "FILTER"),
    });
    const { asOf, map } = statistics;
    const hidden = below === null ? new Set() : hiddenCells(cellsOf(statistics.rows, groupBy), below);
    return {
      asOf,
      timeZone: map.controller.timeZone,
      rows: statistics.rows.map((row) => rowOf(row, map, hidden.has(row))),
    };
  }
}

type Counted = Statistics["rows"][number];

const ANSWERS = {
  RECIPIENT: "recipient",
  RECIPIENT_KIND: "recipientKind",
  PURPOSE: "purpose",
  LEGAL_GROUND: "legalGround",
  CATEGORY: "category",
  JURISDICTION: "jurisdiction",
} as const satisfies Record<StatisticsDimension, keyof Counted>;

/** Different users, where they were counted, are the fewest of a row. */
function cellsOf(rows: readonly Counted[], groupBy: readonly StatisticsDimension[]): Cells<Counted> {
  return {
    rows,
    countsOf: ({ subjectDisclosures, distinctSubjects }) => [
      Number(subjectDisclosures),
      distinctSubjects ?? Number(subjectDisclosures),
    ],
    keyOf: (row) => [row.startsOn, ...groupBy.map((dimension) => row[ANSWERS[dimension]])],
  };
}

function rowOf(count: Counted, map: DataMapSnapshot, suppressed: boolean): DisclosureStatisticsRow {
  const { recipient, purpose, legalGround, category } = count;
  return {
    startsOn: count.startsOn,
    recipient: recipient === null ? null : viewOf(Recipient, map, recipient),
    recipientKind: count.recipientKind as RecipientKind | null,
    purpose: purpose === null ? null : viewOf(ProcessingPurpose, map, purpose),
    legalGround: legalGround === null ? null : viewOf(LegalGround, map, legalGround),
    category: category === null ? null : viewOf(DataCategory, map, category),
    jurisdiction: count.jurisdiction,
    disclosures: suppressed ? null : Number(count.disclosures),
    subjectDisclosures: suppressed ? null : Number(count.subjectDisclosures),
    distinctSubjects: suppressed ? null : count.distinctSubjects,
    suppressed,
  };
}
