import { Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { ConnectionArgs, readPageArgs } from "../../../platform/graphql/connection.js";
import type { Connection } from "../../../platform/graphql/connection.js";
import type { RequestContext } from "../../../platform/graphql/context.js";
import { Costs } from "../../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../../access/index.js";
import type { CatalogueList } from "../core/catalogue-lists.js";
import { DataMapHistoryService } from "../data-map-history.service.js";
import { CatalogueEntry } from "./catalogue-entry.type.js";
import {
  DataMapDiff,
  DataMapRevisionConnection,
  DataMapRevisionNote,
  DiffArgs,
  EntryHistory,
} from "./data-map-history.type.js";
import { Jurisdiction } from "./jurisdiction.type.js";

const HISTORY = {
  description: "The revisions in which this entry changed, newest first, the one that added it last.",
};

@Resolver()
export class DataMapHistoryResolver {
  constructor(private readonly history: DataMapHistoryService) {}

  @Costs({ own: 500 })
  @RequirePermission("READ_DATA_MAP")
  @Query(() => DataMapDiff, { description: "What changed from one revision of the data map to another." })
  async dataMapDiff(@Args(() => DiffArgs) args: DiffArgs): Promise<DataMapDiff> {
    return new DataMapDiff(args, await this.history.diff(args.from, args.to));
  }

  @RequirePermission("READ_DATA_MAP")
  @Query(() => DataMapRevisionConnection, {
    description: "The revisions of the data map, newest first: who made each, when, and why.",
  })
  async dataMapRevisions(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
  ): Promise<Connection<DataMapRevisionNote>> {
    const page = await this.history.revisions(readPageArgs(args));
    const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: new DataMapRevisionNote(node) }));
    return new DataMapRevisionConnection({ ...page, edges });
  }
}

/** One field for every type of entry that has a key. */
@Resolver(() => CatalogueEntry)
export class EntryHistoryResolver {
  constructor(private readonly dataMaps: DataMapHistoryService) {}

  @RequirePermission("READ_DATA_MAP")
  @FieldResolver(() => [EntryHistory], HISTORY)
  async history(@Root() entry: CatalogueEntry, @Ctx() ctx: RequestContext): Promise<EntryHistory[]> {
    const { list } = entry.constructor as unknown as { readonly list: CatalogueList };
    return historyOf(this.dataMaps, ctx, list, entry.key);
  }
}

@Resolver(() => Jurisdiction)
export class JurisdictionHistoryResolver {
  constructor(private readonly dataMaps: DataMapHistoryService) {}

  @RequirePermission("READ_DATA_MAP")
  @FieldResolver(() => [EntryHistory], HISTORY)
  async history(@Root() { code }: Jurisdiction, @Ctx() ctx: RequestContext): Promise<EntryHistory[]> {
    return historyOf(this.dataMaps, ctx, "jurisdictions", code);
  }
}

async function historyOf(
  dataMaps: DataMapHistoryService,
  { loaders }: RequestContext,
  list: CatalogueList,
  key: string,
): Promise<EntryHistory[]> {
  const items = await loaders.load(dataMaps.historyByEntry, DataMapHistoryService.entryId(list, key));
  return (items ?? []).map((item) => new EntryHistory(item));
}
