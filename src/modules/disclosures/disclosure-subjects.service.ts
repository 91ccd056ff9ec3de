import { decodeCursor, encodeCursor } from "../../platform/graphql/cursor.js";
import type { Connection, PageRequest } from "../../platform/graphql/connection.js";
import type { RequestContext } from "../../platform/graphql/context.js";
import {
  SubjectHandle,
  SubjectHandleConnection,
  type SubjectNumber,
  type SubjectsService,
} from "../subjects/index.js";
import type { DisclosureLoaders } from "./disclosure.loaders.js";

const CURSOR_NAME = "subjects";

/** The users of a disclosure as handles. Cursors hold handles too, because a dense number must not leave the registry. */
export class DisclosureSubjects {
  constructor(
    private readonly subjects: SubjectsService,
    private readonly loaders: DisclosureLoaders,
  ) {}

  async page(
    disclosureId: string,
    request: PageRequest,
    ctx: RequestContext,
  ): Promise<Connection<SubjectHandle>> {
    const { direction, limit, after, before } = request;
    const slice = {
      direction,
      limit,
      ...(after !== undefined && { after: this.#read(after, "after") }),
      ...(before !== undefined && { before: this.#read(before, "before") }),
    };
    const page = await ctx.loaders.load(this.loaders.subjects(slice, ctx.loaders), disclosureId);
    const edges = (page?.numbers ?? []).map((number) => {
      const handle = this.subjects.handleOf(number);
      return { cursor: encodeCursor([CURSOR_NAME, handle]), node: new SubjectHandle(handle, number) };
    });
    return new SubjectHandleConnection({
      edges,
      hasNextPage: page?.hasNextPage ?? false,
      hasPreviousPage: page?.hasPreviousPage ?? false,
      countAll: async () =>
        (await ctx.loaders.load(this.loaders.disclosureById, disclosureId))?.subjectCount ?? 0,
    });
  }

  #read(cursor: string, argument: "after" | "before"): SubjectNumber {
    const isOurs = ([name, handle]: readonly string[]) =>
      name === CURSOR_NAME && handle !== undefined && this.subjects.numberOfHandle(handle) !== null;
    const [, handle] = decodeCursor(cursor, argument, isOurs);
    return this.subjects.numberOfHandle(handle!)!;
  }
}
