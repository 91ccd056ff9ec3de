import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Caller, RequestContext } from "../../../platform/graphql/context.js";
import { Costs } from "../../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../../access/index.js";
import type { LookUps, SubjectsService } from "../../subjects/index.js";
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
    private readonly subjects: SubjectsService,
    private readonly lookUps: LookUps,
  ) {}

  @Costs({ own: 50 })
  @RequirePermission("RECORD_DISCLOSURES")
  @Query(() => DisclosureEvaluation, {
    description:
      "Judges a transfer that has not been recorded, as of `occurredAt`: what would be found, and which users to leave out. Records that it was asked, and nothing else.",
  })
  async evaluateDisclosure(
    @Arg("input", () => RecordDisclosureInput, {
      description:
        "The transfer, as it would be recorded; without `authorization`, and its `id` does not matter.",
    })
    input: RecordDisclosureInput,
    @Ctx() ctx: RequestContext,
  ): Promise<DisclosureEvaluation> {
    const evaluation = await this.evaluating.evaluate(input, ctx.caller as Caller);
    await this.#note(input, ctx);
    return new DisclosureEvaluation(evaluation);
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

  @Costs({ own: 50 })
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
    const authorized = await this.authorizing.authorize(input, ctx.caller as Caller);
    await this.#note(input, ctx);
    return new AuthorizeDisclosurePayload(authorized);
  }

  /** What is found about a transfer tells of its users: of one alone, whose. */
  async #note({ subjects, subjectList }: RecordDisclosureInput, ctx: RequestContext): Promise<void> {
    const number = subjects?.length === 1 ? await this.subjects.find(subjects[0]!, "input.subjects") : null;
    const about = subjectList == null ? {} : { about: subjectList };
    await this.lookUps.note(ctx, { kind: "EVALUATION", number, ...about });
  }
}
