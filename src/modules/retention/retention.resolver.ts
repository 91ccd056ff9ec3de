import { Arg, Args, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../platform/graphql/connection.js";
import type { Caller, RequestContext } from "../../platform/graphql/context.js";
import { Costs } from "../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../access/index.js";
import { hiddenCells, type Cells, type SmallCells } from "../subjects/index.js";
import type { DestructionsService } from "./destructions.service.js";
import { Destruction, DestructionConnection, RecordDestructionPayload } from "./destruction.type.js";
import { DueSets } from "./due-sets.js";
import type { RecordDestructionService } from "./record-destruction.service.js";
import type { RetentionDueService } from "./retention-due.service.js";
import { placeOfDue, type DueRow } from "./core/page-of-due.js";
import { RetentionReport } from "./retention-due.type.js";
import { DestructionFilter, RecordDestructionInput, RetentionDueArgs } from "./retention.input.js";

@Resolver()
export class RetentionResolver {
  constructor(
    private readonly due: RetentionDueService,
    private readonly reading: DestructionsService,
    private readonly recording: RecordDestructionService,
    private readonly smallCells: SmallCells,
  ) {}

  @Costs({ own: 2_000 })
  @RequirePermission("READ_STATISTICS")
  @Query(() => RetentionReport, {
    description:
      "Whose data may be kept no longer by the end of a day: by retention rule, category and first day, from the ends of agreements, withdrawals of consent and erasures that are recorded.",
  })
  async retentionDue(
    @Args(() => RetentionDueArgs) asked: RetentionDueArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<RetentionReport> {
    const below = this.smallCells.boundFor(ctx);
    const found = await this.due.find(asked);
    const hidden = below === null ? new Set<DueRow>() : hiddenCells(cellsOf(found.rows), below);
    return new RetentionReport(found, new DueSets(this.due, found.question), hidden);
  }

  @RequirePermission("READ_DISCLOSURES")
  @Query(() => DestructionConnection, { description: "Destructions, the latest first, page by page." })
  async destructions(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("filter", () => DestructionFilter, {
      nullable: true,
      description: "Which ones; all where left out.",
    })
    filter: DestructionFilter | null,
  ): Promise<Connection<Destruction>> {
    const page = await this.reading.list(filter ?? {}, readPageArgs(args));
    const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: new Destruction(node) }));
    return new DestructionConnection({ ...page, edges });
  }

  @RequirePermission("RECORD_DESTRUCTIONS")
  @Mutation(() => RecordDestructionPayload, {
    description:
      "Records that data were destroyed, of everybody who was due or of the users of a list: they are due no longer. Sent again with the same id and content it answers the same record; with other content it is a CONFLICT that names what differs.",
  })
  async recordDestruction(
    @Arg("input", () => RecordDestructionInput, {
      description: "What was destroyed, how, and what proves it.",
    })
    input: RecordDestructionInput,
    @Ctx() ctx: RequestContext,
  ): Promise<RecordDestructionPayload> {
    const { row, created } = await this.recording.record(input, ctx.caller as Caller);
    return { destruction: new Destruction(row), created };
  }
}

function cellsOf(rows: readonly DueRow[]): Cells<DueRow> {
  return {
    rows,
    countsOf: ({ subjectCount, heldCount }) => [subjectCount, heldCount],
    keyOf: placeOfDue,
  };
}
