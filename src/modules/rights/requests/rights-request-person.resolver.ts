import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../../platform/graphql/connection.js";
import type { RequestContext } from "../../../platform/graphql/context.js";
import { RequirePermission } from "../../access/index.js";
import type { DataMapService } from "../../datamap/index.js";
import {
  DisclosureConnection,
  disclosurePage,
  type Disclosure,
  type DisclosuresService,
} from "../../disclosures/index.js";
import {
  DataSubject,
  type LookUps,
  type Pseudonym,
  type SubjectNumber,
  type SubjectsService,
} from "../../subjects/index.js";
import { categoriesConcerned } from "../core/affected-categories.js";
import type { RightsRequestLoaders } from "./rights-request.loaders.js";
import { RightsRequest } from "./rights-request.type.js";

/** Whose request it is: only for those who may look up users, so that nobody else can find out whom the registry knows. */
@Resolver(() => RightsRequest)
export class RightsRequestPersonResolver {
  constructor(
    private readonly subjects: SubjectsService,
    private readonly disclosures: DisclosuresService,
    private readonly dataMap: DataMapService,
    private readonly loaders: RightsRequestLoaders,
    private readonly lookUps: LookUps,
  ) {}

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      "True where nothing was ever recorded about whoever asks, or nothing since an erasure, so that there is nothing to give, correct or erase. Null once the person is erased.",
  })
  async nothingHeld(@Root() { id }: RightsRequest, @Ctx() ctx: RequestContext): Promise<boolean | null> {
    const person = await this.#lookUp(id, ctx);
    return person && person.number === null;
  }

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => DataSubject, {
    nullable: true,
    description:
      "The user who asks; null where nothing was ever recorded about that user, or the user was erased.",
  })
  async dataSubject(@Root() { id }: RightsRequest, @Ctx() ctx: RequestContext): Promise<DataSubject | null> {
    const person = await this.#lookUp(id, ctx);
    if (!person || person.number === null) return null;
    return new DataSubject(this.subjects.handleOf(person.number), person.number, person.pseudonym);
  }

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => DisclosureConnection, {
    nullable: true,
    description:
      "For a RECTIFICATION, what was disclosed of this user until the decision, or until now, that has to do with the categories to be corrected, and is wrong where they were. Null for other kinds, and where the user is erased or nothing is held.",
  })
  async disclosedWrong(
    @Root() { id, kind, row }: RightsRequest,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Connection<Disclosure> | null> {
    if (kind !== "RECTIFICATION") return null;
    const number = (await this.#lookUp(id, ctx))?.number ?? null;
    if (number === null) return null;
    const steps = await ctx.loaders.load(this.loaders.stepsOf, id);
    const decidedAt = steps?.find(({ step }) => step === "DECIDED")?.recordedAt ?? null;
    const categories = categoriesConcerned(this.dataMap.current(), row.categories);
    return disclosurePage(
      await this.disclosures.listCarrying(number, categories, decidedAt, readPageArgs(args)),
    );
  }

  /** Who asks, once it is recorded that this was looked up; null once the person is erased. */
  async #lookUp(
    id: string,
    ctx: RequestContext,
  ): Promise<{ readonly pseudonym: Pseudonym; readonly number: SubjectNumber | null } | null> {
    const person = await ctx.loaders.load(this.loaders.personOf, id);
    if (person === null) return null;
    const number = await ctx.loaders.load(this.loaders.numberOf, person.pseudonym);
    // With the number never the request: after an erasure it would lead from the one to the other.
    const whom = number === null ? { number, about: id } : { number };
    await this.lookUps.note(ctx, { kind: "RIGHTS_REQUEST", ...whom });
    return { pseudonym: person.pseudonym, number };
  }
}
