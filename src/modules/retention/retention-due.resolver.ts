import { Args, Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../platform/graphql/connection.js";
import type { Caller, RequestContext } from "../../platform/graphql/context.js";
import { RequirePermission } from "../access/index.js";
import { SubjectHandleConnection, type SubjectHandle, type SubjectHandles } from "../subjects/index.js";
import type { RetentionDueService } from "./retention-due.service.js";
import { RetentionDue } from "./retention-due.type.js";

/** The users of what has run out. */
@Resolver(() => RetentionDue)
export class RetentionDueResolver {
  constructor(
    private readonly service: RetentionDueService,
    private readonly handles: SubjectHandles,
  ) {}

  @RequirePermission("READ_DISCLOSURES")
  @FieldResolver(() => SubjectHandleConnection, { description: "The users, by opaque handle." })
  subjects(
    @Root() { row, sets }: RetentionDue,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Connection<SubjectHandle>> {
    return this.handles.page(sets.keyOf(row), sets.slices, readPageArgs(args), ctx, () => row.subjectCount);
  }

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => ID, {
    nullable: true,
    description:
      "A set of these users, kept for a day: POST /subject-lists/match/<set> streams the platform's own references in, and those of the set out. Made only where it is selected; null where there are no users.",
  })
  async set(@Root() { row, sets }: RetentionDue, @Ctx() ctx: RequestContext): Promise<string | null> {
    if (row.subjectCount === 0) return null;
    const users = await ctx.loaders.load(sets.whole, sets.keyOf(row));
    return users && users.subjectCount > 0 ? this.service.keepSet(users, ctx.caller as Caller) : null;
  }
}
