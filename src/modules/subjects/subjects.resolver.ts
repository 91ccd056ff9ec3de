import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../platform/graphql/context.js";
import { RequirePermission } from "../access/index.js";
import { DataSubject } from "./data-subject.type.js";
import type { LookUps } from "./look-ups/look-ups.service.js";
import type { SubjectsService } from "./subjects.service.js";

@Resolver()
export class DataSubjectResolver {
  constructor(
    private readonly subjects: SubjectsService,
    private readonly lookUps: LookUps,
  ) {}

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @Query(() => DataSubject, {
    nullable: true,
    description:
      "A user, by the platform's own reference; null where nothing was ever recorded about that reference. That it was asked is recorded, by whom and when.",
  })
  async dataSubject(
    @Arg("reference", () => String, {
      description:
        "The platform's reference of the user, as the platform writes it. Upper and lower case are different; white space at the ends is not.",
    })
    reference: string,
    @Ctx() ctx: RequestContext,
  ): Promise<DataSubject | null> {
    const person = await this.subjects.findPerson(reference);
    await this.lookUps.note(ctx, { kind: "REFERENCE", number: person?.number ?? null });
    return person && new DataSubject(this.subjects.handleOf(person.number), person.number, person.pseudonym);
  }
}
