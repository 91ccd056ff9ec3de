import { Arg, Args, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../platform/graphql/connection.js";
import type { Caller, RequestContext } from "../../platform/graphql/context.js";
import { UUID } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import type { AuthoritiesLoaders } from "./authorities.loaders.js";
import type { AuthoritiesService } from "./authorities.service.js";
import {
  AuthorityRequestFilter,
  RegisterAuthorityRequestInput,
  ReviewAuthorityRequestInput,
  SuspendAccountingInput,
} from "./authority-request.input.js";
import { findAuthorityRequestNode } from "./authority-request-node.js";
import {
  RegisterAuthorityRequestPayload,
  ReviewAuthorityRequestPayload,
  SuspendAccountingPayload,
} from "./authority-payload.type.js";
import {
  AccountingSuspension,
  AuthorityRequest,
  AuthorityRequestConnection,
  AuthorityReview,
} from "./authority-request.type.js";
import type { RegisterAuthorityRequestService } from "./register-authority-request.service.js";
import type { ReviewAuthorityRequestService } from "./review-authority-request.service.js";
import type { SuspendAccountingService } from "./suspend-accounting.service.js";

@Resolver()
export class AuthoritiesResolver {
  constructor(
    private readonly reading: AuthoritiesService,
    private readonly registering: RegisterAuthorityRequestService,
    private readonly reviewing: ReviewAuthorityRequestService,
    private readonly suspending: SuspendAccountingService,
    private readonly loaders: AuthoritiesLoaders,
  ) {}

  @RequirePermission("READ_DISCLOSURES")
  @Query(() => AuthorityRequest, {
    nullable: true,
    description: "An authority request by its id; null where there is none.",
  })
  authorityRequest(
    @Arg("id", () => UUID, { description: "The authority request's UUID." }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<AuthorityRequest | null> {
    return findAuthorityRequestNode(this.loaders, id, ctx);
  }

  @RequirePermission("READ_DISCLOSURES")
  @Query(() => AuthorityRequestConnection, {
    description: "Authority requests, newest received first, page by page.",
  })
  async authorityRequests(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("filter", () => AuthorityRequestFilter, {
      nullable: true,
      description: "Which ones; all where left out.",
    })
    filter: AuthorityRequestFilter | null,
  ): Promise<Connection<AuthorityRequest>> {
    const page = await this.reading.list(filter ?? {}, readPageArgs(args));
    const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: new AuthorityRequest(node) }));
    return new AuthorityRequestConnection({ ...page, edges });
  }

  @RequirePermission("RECORD_DISCLOSURES")
  @Mutation(() => RegisterAuthorityRequestPayload, {
    description:
      "Registers the document by which an authority or a court demanded data, for disclosures to name. Sent again with the same id and content it answers the same record; with other content it is a CONFLICT that names what differs.",
  })
  async registerAuthorityRequest(
    @Arg("input", () => RegisterAuthorityRequestInput, { description: "The demand." })
    input: RegisterAuthorityRequestInput,
    @Ctx() ctx: RequestContext,
  ): Promise<RegisterAuthorityRequestPayload> {
    const { row, created } = await this.registering.register(input, ctx.caller as Caller);
    return { authorityRequest: new AuthorityRequest(row), created };
  }

  @RequirePermission("REVIEW_AUTHORITY_REQUESTS")
  @Mutation(() => ReviewAuthorityRequestPayload, {
    description:
      "Records whether an authority request complies with the law, and why. Who comes to another view reviews it again: the latest review holds, and earlier ones stay readable.",
  })
  async reviewAuthorityRequest(
    @Arg("input", () => ReviewAuthorityRequestInput, { description: "The verdict." })
    input: ReviewAuthorityRequestInput,
    @Ctx() ctx: RequestContext,
  ): Promise<ReviewAuthorityRequestPayload> {
    const { request, review, created } = await this.reviewing.review(input, ctx.caller as Caller);
    return {
      authorityRequest: new AuthorityRequest(request),
      review: new AuthorityReview(review),
      created,
    };
  }

  @RequirePermission("REVIEW_AUTHORITY_REQUESTS")
  @Mutation(() => SuspendAccountingPayload, {
    description:
      "Leaves what was disclosed because of an authority request out of users' accountings for a time, as the authority asked (45 CFR 164.528(a)(2)). The suspension ends by itself; another one can prolong it.",
  })
  async suspendAccounting(
    @Arg("input", () => SuspendAccountingInput, { description: "What the authority asked for." })
    input: SuspendAccountingInput,
    @Ctx() ctx: RequestContext,
  ): Promise<SuspendAccountingPayload> {
    const { request, suspension, created } = await this.suspending.suspend(input, ctx.caller as Caller);
    return {
      authorityRequest: new AuthorityRequest(request),
      suspension: new AccountingSuspension(suspension),
      created,
    };
  }
}
