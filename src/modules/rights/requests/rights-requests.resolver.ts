import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../../platform/graphql/connection.js";
import type { ConnectionPage } from "../../../platform/graphql/connection.js";
import type { Caller, RequestContext } from "../../../platform/graphql/context.js";
import { UUID } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import { DataSubject } from "../../subjects/index.js";
import type { OpenRightsRequest } from "./open-rights-request.service.js";
import { findRightsRequestNode } from "./rights-request-node.js";
import { OpenRightsRequestInput, RightsRequestFilter } from "./rights-request.input.js";
import type { RightsRequestLoaders } from "./rights-request.loaders.js";
import { OpenRightsRequestPayload } from "./rights-request-payload.type.js";
import type { RightsRequestRow } from "./rights-request-row.js";
import { RightsRequest, RightsRequestConnection } from "./rights-request.type.js";
import type { RightsRequestsService } from "./rights-requests.service.js";

@Resolver()
export class RightsRequestsResolver {
  constructor(
    private readonly reading: RightsRequestsService,
    private readonly opening: OpenRightsRequest,
    private readonly loaders: RightsRequestLoaders,
  ) {}

  @RequirePermission("READ_RIGHTS_REQUESTS")
  @Query(() => RightsRequest, {
    nullable: true,
    description: "A rights request by its id; null where there is none.",
  })
  rightsRequest(
    @Arg("id", () => UUID, { description: "The rights request's UUID." }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<RightsRequest | null> {
    return findRightsRequestNode(this.loaders, id, ctx);
  }

  @RequirePermission("READ_RIGHTS_REQUESTS")
  @Query(() => RightsRequestConnection, {
    description: "Rights requests, newest received first, page by page.",
  })
  async rightsRequests(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("filter", () => RightsRequestFilter, {
      nullable: true,
      description: "Which ones; all where left out.",
    })
    filter: RightsRequestFilter | null,
  ): Promise<Connection<RightsRequest>> {
    return connectionOfRows(await this.reading.list(filter ?? {}, readPageArgs(args)));
  }

  @RequirePermission("OPEN_RIGHTS_REQUESTS")
  @Mutation(() => OpenRightsRequestPayload, {
    description:
      "Takes in what a user asked for by right. It is never refused for its form: one that did not come as the data map asks is kept and marked. Sent again with the same id and content it answers the same record; with other content it is a CONFLICT that names what differs.",
  })
  async openRightsRequest(
    @Arg("input", () => OpenRightsRequestInput, { description: "The request." })
    input: OpenRightsRequestInput,
    @Ctx() ctx: RequestContext,
  ): Promise<OpenRightsRequestPayload> {
    const { row, created } = await this.opening.open(input, ctx.caller as Caller);
    return { rightsRequest: new RightsRequest(row), created };
  }
}

/** What rights requests add to a user. */
@Resolver(() => DataSubject)
export class DataSubjectRequestsResolver {
  constructor(private readonly reading: RightsRequestsService) {}

  @RequirePermission("READ_RIGHTS_REQUESTS")
  @FieldResolver(() => RightsRequestConnection, {
    description: "What this user asked for by right, newest received first.",
  })
  async requests(
    @Root() subject: DataSubject,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
  ): Promise<Connection<RightsRequest>> {
    return connectionOfRows(await this.reading.listOf(subject.pseudonym, readPageArgs(args)));
  }
}

function connectionOfRows(page: ConnectionPage<RightsRequestRow>): Connection<RightsRequest> {
  const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: new RightsRequest(node) }));
  return new RightsRequestConnection({ ...page, edges });
}
