import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../platform/graphql/connection.js";
import type { RequestContext } from "../../platform/graphql/context.js";
import type { ApiKeysService } from "../access/index.js";
import {
  DataCategory,
  DataStore,
  RetentionRule,
  viewOf,
  viewsOf,
  type DataMapService,
  type DataMapSnapshot,
} from "../datamap/index.js";
import { SubjectHandleConnection, type SubjectHandle, type SubjectHandles } from "../subjects/index.js";
import { Destruction } from "./destruction.type.js";
import type { RetentionLoaders } from "./retention.loaders.js";

/** What a destruction shows beyond its row. */
@Resolver(() => Destruction)
export class DestructionResolver {
  constructor(
    private readonly dataMap: DataMapService,
    private readonly keys: ApiKeysService,
    private readonly loaders: RetentionLoaders,
    private readonly handles: SubjectHandles,
  ) {}

  @FieldResolver(() => RetentionRule, { description: "The rule whose period had run out." })
  async retentionRule(@Root() { row }: Destruction): Promise<RetentionRule> {
    return viewOf(RetentionRule, await this.#mapOf(row), row.retentionRule);
  }

  @FieldResolver(() => DataCategory, { description: "The data, with what lies under the category." })
  async category(@Root() { row }: Destruction): Promise<DataCategory> {
    return viewOf(DataCategory, await this.#mapOf(row), row.category);
  }

  @FieldResolver(() => DataStore, {
    nullable: true,
    description: "Where they were destroyed; null: everywhere.",
  })
  async dataStore(@Root() { row }: Destruction): Promise<DataStore | null> {
    return row.dataStore === null ? null : viewOf(DataStore, await this.#mapOf(row), row.dataStore);
  }

  @FieldResolver(() => [RetentionRule], {
    description:
      "The rules, each with its legal source, by which the same data of these users may be kept for other purposes.",
  })
  async keptForOtherPurposes(@Root() { row }: Destruction): Promise<RetentionRule[]> {
    return viewsOf(RetentionRule, await this.#mapOf(row), row.keptForOtherPurposes);
  }

  @FieldResolver(() => SubjectHandleConnection, { description: "The users, by opaque handle." })
  subjects(
    @Root() { row }: Destruction,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Connection<SubjectHandle>> {
    return this.handles.page(row.id, this.loaders.members, readPageArgs(args), ctx, () => row.subjectCount);
  }

  @FieldResolver(() => String, { description: "The name of the API key that recorded it." })
  async recordedBy(@Root() { row }: Destruction, @Ctx() ctx: RequestContext): Promise<string> {
    return (await ctx.loaders.load(this.keys.nameById, row.recordedBy)) ?? row.recordedBy;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "What proves it; null where the text was erased.",
  })
  async evidence(@Root() { row }: Destruction, @Ctx() ctx: RequestContext): Promise<string | null> {
    return (await ctx.loaders.load(this.loaders.textsById, row.id))?.destructionEvidence ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Why data were destroyed of users who were not due; null where all were, or the text was erased.",
  })
  async reason(@Root() { row }: Destruction, @Ctx() ctx: RequestContext): Promise<string | null> {
    return (await ctx.loaders.load(this.loaders.textsById, row.id))?.destructionReason ?? null;
  }

  /** The revision by which the data were due has all that the destruction names. */
  #mapOf({ revision }: Destruction["row"]): Promise<DataMapSnapshot> {
    return this.dataMap.revision(revision);
  }
}
