import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Caller, RequestContext } from "../../../platform/graphql/context.js";
import { RequirePermission } from "../../access/index.js";
import { RecordDisclosureInput } from "../disclosure.input.js";
import type { AuthorizeDisclosureService } from "./authorize-disclosure.service.js";
import type { EvaluateDisclosureService } from "./evaluate-disclosure.service.js";
import { AuthorizeDisclosurePayload, DisclosureEvaluation } from "./evaluation.type.js";

/** What is asked before a transfer. */
@Resolver(() => DisclosureEvaluation)
export class AuthorizeDisclosureResolver {
  constructor(
    private readonly evaluating: EvaluateDisclosureService,
    private readonly authorizing: AuthorizeDisclosureService,
  ) {}

  @RequirePermission("RECORD_DISCLOSURES")
  @Query(() => DisclosureEvaluation, {
    description:
      "Judges a transfer that has not been recorded, as of `occurredAt`: what would be found, and which users to leave out. Records nothing.",
  })
  async evaluateDisclosure(
    @Arg("input", () => RecordDisclosureInput, {
      description:
        "The transfer, as it would be recorded; without `authorization`, and its `id` does not matter.",
    })
    input: RecordDisclosureInput,
    @Ctx() ctx: RequestContext,
  ): Promise<DisclosureEvaluation> {
    return new DisclosureEvaluation(await this.evaluating.evaluate(input, ctx.caller as Caller));
  }

  @RequirePermission("RECORD_DISCLOSURES")
  @FieldResolver(() => ID, {
    nullable: true,
    description:
      "The users of the list who are to be left out: POST /subject-lists/match/<set> takes references and answers those among them. Made where this field is asked for, and good for a day. Null where `subjects` names the users, or nobody or everybody is to be left out.",
  })
  excludedSet(@Root() { evaluation }: DisclosureEvaluation): Promise<string | null> {
    return this.authorizing.keepExcluded(evaluation);
  }

  @RequirePermission("RECORD_DISCLOSURES")
  @Mutation(() => AuthorizeDisclosurePayload, {
    description:
      "Asks, just before a transfer, whether it may take place, and keeps the answer for a day: a disclosure that names it was authorized, and is held against it. Users about whom a breach would be found are left out.",
  })
  async authorizeDisclosure(
    @Arg("input", () => RecordDisclosureInput, {
      description:
        "The transfer, as it will be recorded: `occurredAt` is the present moment, `authorization` is left out, and its `id` does not matter.",
    })
    input: RecordDisclosureInput,
    @Ctx() ctx: RequestContext,
  ): Promise<AuthorizeDisclosurePayload> {
    return new AuthorizeDisclosurePayload(await this.authorizing.authorize(input, ctx.caller as Caller));
  }
}
