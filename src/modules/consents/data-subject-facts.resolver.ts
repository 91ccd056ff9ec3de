import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Clock } from "../../platform/clock.js";
import type { RequestContext } from "../../platform/graphql/context.js";
import { DateTime } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import { LegalGround, viewsOf, type DataMapService } from "../datamap/index.js";
import { DataSubject } from "../subjects/index.js";
import { StateOfUser } from "./core/state-of-user.js";
import { ConsentState, DataSubjectStatus, RestrictionState } from "./state-of-user.type.js";
import { factOf, type SubjectFactRow } from "./subject-fact-row.js";
import type { SubjectFactsLoaders } from "./subject-facts.loaders.js";
import { Consent, RestrictionLifting, UseRestriction } from "./subject-facts.type.js";

const AT = { nullable: true, description: "As of this moment; now where left out." } as const;

/** The state of a user at a moment, and the recorded facts it follows from. */
interface Known {
  readonly at: Date;
  readonly state: StateOfUser;
  readonly rows: ReadonlyMap<string, SubjectFactRow>;
}

/** What facts about users add to a user. */
@Resolver(() => DataSubject)
export class DataSubjectFactsResolver {
  constructor(
    private readonly dataMap: DataMapService,
    private readonly clock: Clock,
    private readonly loaders: SubjectFactsLoaders,
  ) {}

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => [ConsentState], {
    description:
      "The consents that the user had given by a moment, the latest first, and what had become of them.",
  })
  async consents(
    @Root() subject: DataSubject,
    @Arg("at", () => DateTime, AT) at: Date | null,
    @Ctx() ctx: RequestContext,
  ): Promise<ConsentState[]> {
    const { state, rows } = await this.#knownOf(subject, at, ctx);
    return state.consents().map(({ consent, holds, lastDay, endedBy }) => ({
      consent: new Consent(rows.get(consent.id)!),
      holds,
      lastDay,
      endedBy,
    }));
  }

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => [RestrictionState], {
    description:
      "The restrictions that had begun by a moment, the latest first, those lifted since among them.",
  })
  async restrictions(
    @Root() subject: DataSubject,
    @Arg("at", () => DateTime, AT) at: Date | null,
    @Ctx() ctx: RequestContext,
  ): Promise<RestrictionState[]> {
    const { state, rows } = await this.#knownOf(subject, at, ctx);
    return state
      .restrictions()
      .sort((one, other) => other.restriction.from.getTime() - one.restriction.from.getTime())
      .map(({ restriction, lifting }) => ({
        restriction: new UseRestriction(rows.get(restriction.id)!),
        holds: lifting === null,
        lifting: lifting && new RestrictionLifting(rows.get(lifting.id)!),
      }));
  }

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => DataSubjectStatus, { description: "What may be done with the user's data, in short." })
  async status(
    @Root() subject: DataSubject,
    @Arg("at", () => DateTime, AT) at: Date | null,
    @Ctx() ctx: RequestContext,
  ): Promise<DataSubjectStatus> {
    const known = await this.#knownOf(subject, at, ctx);
    const holding = known.state.consents().filter(({ holds }) => holds);
    const grounds = new Set(holding.map(({ consent }) => consent.legalGround));
    const restrictions = known.state.restrictions().filter(({ lifting }) => lifting === null);
    const kinds = new Set(restrictions.map(({ restriction }) => restriction.restriction));
    const isErased = known.state.erasure() !== null;
    return {
      at: known.at,
      consentedGrounds: viewsOf(LegalGround, this.dataMap.current(), [...grounds].sort()),
      isBlocked: kinds.has("BLOCK"),
      refusesUse: kinds.has("REFUSAL"),
      communicationForbidden: kinds.has("NO_COMMUNICATION") || isErased,
      isHeld: kinds.has("LEGAL_HOLD"),
      isErased,
    };
  }

  async #knownOf({ number }: DataSubject, asked: Date | null, ctx: RequestContext): Promise<Known> {
    const at = asked ?? this.clock.now();
    const rows = (await ctx.loaders.load(this.loaders.factsByNumber, number)) ?? [];
    const map = await this.dataMap.inForceAt(at);
    return {
      at,
      state: new StateOfUser(rows.map(factOf), map, at),
      rows: new Map(rows.map((row) => [row.id, row])),
    };
  }
}
