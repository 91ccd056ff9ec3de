import { Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import type { Clock } from "../../../platform/clock.js";
import type { RequestContext } from "../../../platform/graphql/context.js";
import { CalendarDate, DateTime } from "../../../platform/graphql/scalars.js";
import { RequirePermission, type ApiKeysService } from "../../access/index.js";
import { findView, Impediment, viewOf, type CalendarDay, type DataMapService } from "../../datamap/index.js";
import { isUnanswered } from "../core/course.js";
import { problemOfDeadline } from "../core/deadlines.js";
import { impedimentsOf } from "../core/impediments.js";
import type { Outcome } from "../core/vocabulary.js";
import { momentAfter, type RequestTerms, type RequestTermsService } from "./request-terms.service.js";
import { OutcomeEnum } from "./rights-enums.type.js";
import type { RightsRequestLoaders } from "./rights-request.loaders.js";
import type { StepRow } from "./rights-request-row.js";
import { NotedImpediment, RightsRequest, RightsRequestStep } from "./rights-request.type.js";

/** How far a request has come, and by when it must have come where. */
@Resolver(() => RightsRequest)
export class RightsRequestCourseResolver {
  constructor(
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
    private readonly terms: RequestTermsService,
    private readonly loaders: RightsRequestLoaders,
  ) {}

  @FieldResolver(() => CalendarDate, {
    nullable: true,
    description:
      "The last day for the answer, on the controller's calendar; null where there is no deadline, or `deadlineProblem` says why it is not known.",
  })
  async dueOn(@Root() request: RightsRequest): Promise<CalendarDay | null> {
    const { due } = await this.#termsOf(request);
    return due && "lastDay" in due ? due.lastDay : null;
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description: "The moment at which that day is over, and with it the time for the answer.",
  })
  async dueAt(@Root() request: RightsRequest): Promise<Date | null> {
    const { due, map } = await this.#termsOf(request);
    return momentAfter(due, map);
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      "From when it has its effect at the earliest, such as the end of a withdrawn consent; null where no rule puts that off.",
  })
  async effectiveAt(@Root() request: RightsRequest): Promise<Date | null> {
    const { effect, map } = await this.#termsOf(request);
    return momentAfter(effect, map);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Why `dueAt` or `effectiveAt` is not known, and what to do: the calendar of the data map lacks a year. Null where both are known.",
  })
  async deadlineProblem(@Root() request: RightsRequest): Promise<string | null> {
    const { due, effect } = await this.#termsOf(request);
    return problemOfDeadline(due) ?? problemOfDeadline(effect);
  }

  @FieldResolver(() => Boolean, {
    description: "Whether the answer is still to be given though the last day for it is over.",
  })
  async overdue(@Root() request: RightsRequest): Promise<boolean> {
    const dueAt = await this.dueAt(request);
    return dueAt !== null && isUnanswered(request) && dueAt <= this.clock.now();
  }

  @FieldResolver(() => Boolean, {
    description: "Whether who asks must be confirmed before it is fulfilled; `rule` says by what.",
  })
  async identityNeeded(@Root() request: RightsRequest): Promise<boolean> {
    const { rule } = await this.terms.of(request.row);
    return (rule?.identityEvidence.length ?? 0) > 0;
  }

  @RequirePermission("READ_RIGHTS_REQUESTS")
  @FieldResolver(() => [RightsRequestStep], {
    description: "What has happened since it was opened, in order.",
  })
  async steps(@Root() request: RightsRequest, @Ctx() ctx: RequestContext): Promise<RightsRequestStep[]> {
    return (await this.#stepsOf(request, ctx)).map((row) => new RightsRequestStep(row));
  }

  @RequirePermission("READ_RIGHTS_REQUESTS")
  @FieldResolver(() => [NotedImpediment], {
    description: "What stands or stood against it, in the order in which it was noted.",
  })
  async impediments(@Root() request: RightsRequest, @Ctx() ctx: RequestContext): Promise<NotedImpediment[]> {
    const map = this.dataMap.current();
    return impedimentsOf(await this.#stepsOf(request, ctx)).map(({ key, notedAt, liftedAt }) => ({
      impediment: viewOf(Impediment, map, key),
      notedAt,
      liftedAt,
    }));
  }

  @RequirePermission("READ_RIGHTS_REQUESTS")
  @FieldResolver(() => OutcomeEnum, {
    nullable: true,
    description: "What was decided; null while it is undecided.",
  })
  async outcome(@Root() request: RightsRequest, @Ctx() ctx: RequestContext): Promise<Outcome | null> {
    return ((await this.#decisionOf(request, ctx))?.detail.outcome as Outcome | undefined) ?? null;
  }

  @RequirePermission("READ_RIGHTS_REQUESTS")
  @FieldResolver(() => DateTime, { nullable: true, description: "When; null while it is undecided." })
  async decidedAt(@Root() request: RightsRequest, @Ctx() ctx: RequestContext): Promise<Date | null> {
    return (await this.#decisionOf(request, ctx))?.recordedAt ?? null;
  }

  @RequirePermission("READ_RIGHTS_REQUESTS")
  @FieldResolver(() => String, {
    nullable: true,
    description: "Why; null while it is undecided, or where the text was erased.",
  })
  async reasons(@Root() request: RightsRequest, @Ctx() ctx: RequestContext): Promise<string | null> {
    const decision = await this.#decisionOf(request, ctx);
    if (!decision) return null;
    return (await ctx.loaders.load(this.loaders.freeTextByFact, decision.id))?.reasons ?? null;
  }

  /** The last day that lists go by stands once it is noted. A request that is kept has none, and gets none by being taken up. */
  async #termsOf({ row }: RightsRequest): Promise<RequestTerms> {
    const terms = await this.terms.of(row);
    if (row.dueOn !== null) return { ...terms, due: { lastDay: row.dueOn } };
    return row.awaitsCalendar ? terms : { ...terms, due: null };
  }

  async #stepsOf({ id }: RightsRequest, ctx: RequestContext): Promise<readonly StepRow[]> {
    return (await ctx.loaders.load(this.loaders.stepsOf, id)) ?? [];
  }

  async #decisionOf(request: RightsRequest, ctx: RequestContext): Promise<StepRow | undefined> {
    return (await this.#stepsOf(request, ctx)).find(({ step }) => step === "DECIDED");
  }
}

@Resolver(() => RightsRequestStep)
export class RightsRequestStepResolver {
  constructor(
    private readonly dataMap: DataMapService,
    private readonly keys: ApiKeysService,
    private readonly loaders: RightsRequestLoaders,
  ) {}

  @FieldResolver(() => Impediment, {
    nullable: true,
    description: "What stood or stands no more against the right; null for other steps.",
  })
  impediment(@Root() { row }: RightsRequestStep): Impediment | null {
    const key = row.detail.impediment;
    return key === undefined ? null : findView(Impediment, this.dataMap.current(), key);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "What somebody wrote about it; null where nothing was written, or it was erased.",
  })
  async note(@Root() { row }: RightsRequestStep, @Ctx() ctx: RequestContext): Promise<string | null> {
    const texts = await ctx.loaders.load(this.loaders.freeTextByFact, row.id);
    return texts?.note ?? texts?.reasons ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The name of the API key that took the step; null where it followed by itself.",
  })
  async recordedBy(@Root() { row }: RightsRequestStep, @Ctx() ctx: RequestContext): Promise<string | null> {
    if (row.recordedBy === null) return null;
    return (await ctx.loaders.load(this.keys.nameById, row.recordedBy)) ?? row.recordedBy;
  }

  @FieldResolver(() => ID, { nullable: true, description: "The id of that key." })
  recordedByKey(@Root() { row }: RightsRequestStep): string | null {
    return row.recordedBy;
  }
}
