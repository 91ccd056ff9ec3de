import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { badInput } from "../../../platform/errors.js";
import {
  ConnectionArgs,
  readPageArgs,
  type Connection,
  type ConnectionPage,
} from "../../../platform/graphql/connection.js";
import type { RequestContext } from "../../../platform/graphql/context.js";
import { RequirePermission, type ApiKeysService } from "../../access/index.js";
import type { SubjectNumber } from "../core/subject-number.js";
import { DataSubject, SubjectHandle } from "../data-subject.type.js";
import type { SubjectsService } from "../subjects.service.js";
import type { LookUpRow } from "./look-up-row.js";
import { SubjectLookUpFilter } from "./look-up.input.js";
import { SubjectLookUp, SubjectLookUpConnection } from "./look-up.type.js";
import type { LookUps } from "./look-ups.service.js";

@Resolver(() => SubjectLookUp)
export class LookUpsResolver {
  constructor(
    private readonly lookUps: LookUps,
    private readonly subjects: SubjectsService,
    private readonly keys: ApiKeysService,
  ) {}

  @RequirePermission("READ_LOOK_UPS")
  @Query(() => SubjectLookUpConnection, {
    description:
      "Who looked users up, when and how: the latest first, page by page. Whoever looks a user up is recorded before anything is answered.",
  })
  async subjectLookUps(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("filter", () => SubjectLookUpFilter, {
      nullable: true,
      description: "Which ones; all where left out.",
    })
    filter: SubjectLookUpFilter | null,
  ): Promise<Connection<SubjectLookUp>> {
    const { kind, recordedBy, recordedFrom, recordedTo, subject } = filter ?? {};
    refuseUnstorable(recordedBy);
    const asked = { kind, recordedBy, from: recordedFrom, to: recordedTo };
    const whose = subject == null ? {} : { subjectNumber: this.#read(subject) };
    return connectionOfLookUps(await this.lookUps.list({ ...asked, ...whose }, readPageArgs(args)));
  }

  @FieldResolver(() => String, { description: "The name of the key by which it was done." })
  async recordedBy(@Root() { row }: SubjectLookUp, @Ctx() ctx: RequestContext): Promise<string> {
    return (await ctx.loaders.load(this.keys.nameById, row.recordedBy)) ?? row.recordedBy;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Why, in the words of whoever revealed a reference; null for other look-ups, and once the user is erased.",
  })
  async reason(@Root() { row }: SubjectLookUp, @Ctx() ctx: RequestContext): Promise<string | null> {
    if (row.freeTextCommitments === null) return null;
    return (await ctx.loaders.load(this.lookUps.textsById, row.id))?.lookUpReason ?? null;
  }

  @FieldResolver(() => SubjectHandle, {
    nullable: true,
    description:
      "Who was looked up, by opaque handle; null where nobody was found, and where it was a set of users.",
  })
  subject(@Root() { row }: SubjectLookUp): SubjectHandle | null {
    const number = row.subjectNumber;
    return number === null ? null : new SubjectHandle(this.subjects.handleOf(number), number);
  }

  #read(handle: string): SubjectNumber {
    const number = this.subjects.numberOfHandle(handle);
    if (number !== null) return number;
    throw badInput([
      { field: "filter.subject", message: "This is no handle of a user: give the `id` of one, unchanged." },
    ]);
  }
}

/** PostgreSQL takes no text with U+0000, not even to compare it. */
function refuseUnstorable(recordedBy: string | null | undefined): void {
  if (!recordedBy?.includes("\0")) return;
  const message = "There is U+0000 in it, which is in no key's id: give the id of a key.";
  throw badInput([{ field: "filter.recordedBy", message }]);
}

/** What look-ups add to a user. */
@Resolver(() => DataSubject)
export class DataSubjectLookUpsResolver {
  constructor(private readonly service: LookUps) {}

  @RequirePermission("READ_LOOK_UPS")
  @FieldResolver(() => SubjectLookUpConnection, {
    description: "Who looked this user up, the latest first: the one that is being answered comes first.",
  })
  async lookUps(
    @Root() { number }: DataSubject,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
  ): Promise<Connection<SubjectLookUp>> {
    return connectionOfLookUps(await this.service.list({ subjectNumber: number }, readPageArgs(args)));
  }
}

function connectionOfLookUps(page: ConnectionPage<LookUpRow>): Connection<SubjectLookUp> {
  const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: new SubjectLookUp(node) }));
  return new SubjectLookUpConnection({ ...page, edges });
}
