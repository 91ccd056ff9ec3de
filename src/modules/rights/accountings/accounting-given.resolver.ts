import { createHash } from "node:crypto";
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../../platform/graphql/connection.js";
import type { Caller, RequestContext } from "../../../platform/graphql/context.js";
import { UUID } from "../../../platform/graphql/scalars.js";
import { Costs } from "../../../platform/graphql/limits/cost-extension.js";
import { RequirePermission, type ApiKeysService } from "../../access/index.js";
import { DataSubject, type LookUps } from "../../subjects/index.js";
import type { RightsRequestLoaders } from "../requests/rights-request.loaders.js";
import { findRightsRequestNode } from "../requests/rights-request-node.js";
import { RightsRequest } from "../requests/rights-request.type.js";
import { GiveAccountingInput } from "./accounting-given.input.js";
import type { AccountingGivenLoaders } from "./accounting-given.loaders.js";
import {
  AccountingGiven,
  AccountingGivenConnection,
  GiveAccountingPayload,
} from "./accounting-given.type.js";
import type { AccountingsGivenService } from "./accountings-given.service.js";
import type { GiveAccounting } from "./give-accounting.service.js";

@Resolver()
export class GiveAccountingResolver {
  constructor(
    private readonly giving: GiveAccounting,
    private readonly loaders: AccountingGivenLoaders,
  ) {}

  @Costs({ own: 100 })
  @RequirePermission("GIVE_ACCOUNTINGS")
  @Mutation(() => GiveAccountingPayload, {
    description:
      "Gives a user the accounting of their data, as data and as a letter in plain words, and records exactly what was given. Sent again with the same id and content it answers what was given then; with other content it is a CONFLICT that names what differs.",
  })
  async giveAccounting(
    @Arg("input", () => GiveAccountingInput, { description: "To whom, and of what." })
    input: GiveAccountingInput,
    @Ctx() ctx: RequestContext,
  ): Promise<GiveAccountingPayload> {
    const { row, created } = await this.giving.give(input, ctx.caller as Caller);
    return { accountingGiven: new AccountingGiven(row), created };
  }

  @RequirePermission("GIVE_ACCOUNTINGS", "READ_RIGHTS_REQUESTS")
  @Query(() => AccountingGiven, {
    nullable: true,
    description: "An accounting that was given, by its id; null where there is none.",
  })
  async accountingGiven(
    @Arg("id", () => UUID, { description: "The accounting's UUID." }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<AccountingGiven | null> {
    const row = await ctx.loaders.load(this.loaders.givenById, id);
    return row && new AccountingGiven(row);
  }
}

/** What was given, which goes with the person it was given to. */
@Resolver(() => AccountingGiven)
export class AccountingGivenResolver {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly requests: RightsRequestLoaders,
    private readonly loaders: AccountingGivenLoaders,
    private readonly lookUps: LookUps,
  ) {}

  @FieldResolver(() => String, { description: "The name of the API key that gave it." })
  async givenBy(@Root() { row }: AccountingGiven, @Ctx() ctx: RequestContext): Promise<string> {
    return (await ctx.loaders.load(this.keys.nameById, row.givenBy)) ?? row.givenBy;
  }

  @RequirePermission("READ_RIGHTS_REQUESTS")
  @FieldResolver(() => RightsRequest, {
    nullable: true,
    description: "The rights request that it answered; null where it was given without one.",
  })
  async request(@Root() { row }: AccountingGiven, @Ctx() ctx: RequestContext): Promise<RightsRequest | null> {
    return row.requestId === null ? null : findRightsRequestNode(this.requests, row.requestId, ctx);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Why recipients were told by kind only; null where they were named, or it was erased.",
  })
  reason(@Root() { id }: AccountingGiven, @Ctx() ctx: RequestContext): Promise<string | null> {
    return this.#text(id, "reason", ctx);
  }

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "What was given, as JSON: everything that the letter tells, and the keys of the data map's entries. Null once the user is erased.",
  })
  content(@Root() { id }: AccountingGiven, @Ctx() ctx: RequestContext): Promise<string | null> {
    return this.#read(id, "content", ctx);
  }

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "What was given, as a letter in plain words in the controller's name, without the user's. Null once the user is erased.",
  })
  text(@Root() { id }: AccountingGiven, @Ctx() ctx: RequestContext): Promise<string | null> {
    return this.#read(id, "text", ctx);
  }

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "SHA-256 of `content` in UTF-8, in hexadecimal, by which a copy is known to be what was given. Null once the user is erased.",
  })
  async sha256(@Root() { id }: AccountingGiven, @Ctx() ctx: RequestContext): Promise<string | null> {
    const content = await this.#read(id, "content", ctx);
    return content === null ? null : createHash("sha256").update(content, "utf8").digest("hex");
  }

  /** What tells of the user, once it is recorded that it was read. */
  async #read(id: string, field: string, ctx: RequestContext): Promise<string | null> {
    const text = await this.#text(id, field, ctx);
    if (text !== null) await this.lookUps.note(ctx, { kind: "ACCOUNTING", number: null, about: id });
    return text;
  }

  async #text(id: string, field: string, ctx: RequestContext): Promise<string | null> {
    return (await ctx.loaders.load(this.loaders.textsOf, id))?.[field] ?? null;
  }
}

/** What accountings add to a user. */
@Resolver(() => DataSubject)
export class DataSubjectAccountingsGivenResolver {
  constructor(private readonly service: AccountingsGivenService) {}

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => AccountingGivenConnection, {
    description: "The accountings that were given to this user, the newest first.",
  })
  async accountingsGiven(
    @Root() { pseudonym }: DataSubject,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
  ): Promise<Connection<AccountingGiven>> {
    const page = await this.service.listOf(pseudonym, readPageArgs(args));
    const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: new AccountingGiven(node) }));
    return new AccountingGivenConnection({ ...page, edges });
  }
}
