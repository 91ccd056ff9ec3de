import { Arg, Args, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../platform/graphql/connection.js";
import type { Caller, RequestContext } from "../../platform/graphql/context.js";
import { Costs } from "../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../access/index.js";
import { hiddenCells, type Cells, type SmallCells } from "../subjects/index.js";
import type { FindingDimension } from "./core/judgement-vocabulary.js";
import { AcknowledgeFindingPayload, Finding, FindingConnection, FindingCount } from "./finding.type.js";
import { AcknowledgeFindingInput, FindingFilter } from "./findings.input.js";
import type { FindingCountRow, FindingsService } from "./findings.service.js";
import { FindingDimensionEnum } from "./policy-enums.type.js";

@Resolver()
export class FindingsResolver {
  constructor(
    private readonly service: FindingsService,
    private readonly smallCells: SmallCells,
  ) {}

  @RequirePermission("READ_DISCLOSURES")
  @Query(() => FindingConnection, {
    description:
      "What was found about disclosures and stands, the latest first, page by page. What a later judgement or an amendment superseded is shown by Disclosure.judgements.",
  })
  async findings(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("filter", () => FindingFilter, {
      nullable: true,
      description: "Which ones; all where left out.",
    })
    filter: FindingFilter | null,
  ): Promise<Connection<Finding>> {
    const page = await this.service.list(filter ?? {}, readPageArgs(args));
    const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: new Finding(node) }));
    return new FindingConnection({ ...page, edges });
  }

  @Costs({ own: 200 })
  @RequirePermission("READ_STATISTICS")
  @Query(() => [FindingCount], {
    description:
      "How many findings stand, by what you like: a row for every combination that occurs, in the order of months, then of codes and keys; one row for all of them without grouping. At most 10,000.",
  })
  async findingCounts(
    @Arg("filter", () => FindingFilter, {
      nullable: true,
      description: "Which ones; all where left out.",
    })
    filter: FindingFilter | null,
    @Arg("groupBy", () => [FindingDimensionEnum], {
      defaultValue: [],
      description: "What to count apart, each named once.",
    })
    groupBy: FindingDimension[],
    @Ctx() ctx: RequestContext,
  ): Promise<FindingCount[]> {
    const below = this.smallCells.boundFor(ctx, groupBy.length);
    const rows = await this.service.count(filter ?? {}, groupBy);
    const hidden = below === null ? new Set() : hiddenCells(cellsOf(rows, groupBy), below);
    return rows.map((row) => ({ ...row, ...countsOf(row, hidden.has(row)) }));
  }

  @RequirePermission("ACKNOWLEDGE_FINDINGS")
  @Mutation(() => AcknowledgeFindingPayload, {
    description:
      "Notes that you took notice of a finding and what is made of it, once and for good. The finding stands.",
  })
  async acknowledgeFinding(
    @Arg("input", () => AcknowledgeFindingInput, { description: "The finding and the note." })
    input: AcknowledgeFindingInput,
    @Ctx() ctx: RequestContext,
  ): Promise<AcknowledgeFindingPayload> {
    const { finding, created } = await this.service.acknowledge(input, ctx.caller as Caller);
    return { finding: new Finding(finding), created };
  }
}

const ANSWERS = {
  CODE: "code",
  KIND: "kind",
  RECIPIENT: "recipient",
  PURPOSE: "purpose",
  MONTH: "month",
} as const satisfies Record<FindingDimension, keyof FindingCountRow>;

function cellsOf(
  rows: readonly FindingCountRow[],
  groupBy: readonly FindingDimension[],
): Cells<FindingCountRow> {
  return {
    rows,
    countsOf: ({ subjectFindings }) => [Number(subjectFindings)],
    keyOf: (row) => groupBy.map((dimension) => row[ANSWERS[dimension]]),
  };
}

function countsOf({ findings, disclosures, subjectFindings }: FindingCountRow, suppressed: boolean) {
  if (suppressed) return { findings: null, disclosures: null, subjectFindings: null, suppressed };
  return {
    findings: Number(findings),
    disclosures: Number(disclosures),
    subjectFindings: Number(subjectFindings),
    suppressed,
  };
}
