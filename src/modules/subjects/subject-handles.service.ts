import type { Connection, PageRequest } from "../../platform/graphql/connection.js";
import type { RequestContext } from "../../platform/graphql/context.js";
import { decodeCursor, encodeCursor } from "../../platform/graphql/cursor.js";
import type { LoaderDefinition } from "../../platform/graphql/loaders.js";
import type { SubjectNumber } from "./core/subject-number.js";
import { SubjectHandle, SubjectHandleConnection } from "./data-subject.type.js";
import type { SubjectsPage, SubjectsSlice } from "./packed-slice.js";
import type { SubjectsService } from "./subjects.service.js";

const CURSOR_NAME = "subjects";

/** Loads slices of sets of users, by the id of what each set belongs to: one statement for all that have the same arguments. */
export class SliceLoaders {
  readonly #byRequest = new WeakMap<object, Map<string, LoaderDefinition<string, SubjectsPage>>>();

  constructor(
    private readonly batch: (
      ids: readonly string[],
      slice: SubjectsSlice,
    ) => Promise<ReadonlyMap<string, SubjectsPage>>,
  ) {}

  /** The loader of one slice. Fields with the same arguments share it within a request. */
  of(slice: SubjectsSlice, { loaders }: RequestContext): LoaderDefinition<string, SubjectsPage> {
    const known = this.#byRequest.get(loaders) ?? new Map<string, LoaderDefinition<string, SubjectsPage>>();
    this.#byRequest.set(loaders, known);
    const key = JSON.stringify([slice.direction, slice.limit, slice.after, slice.before]);
    const definition = known.get(key) ?? {
      name: `subjects ${key}`,
      batch: (ids: readonly string[]) => this.batch(ids, slice),
    };
    known.set(key, definition);
    return definition;
  }
}

/** Sets of users as handles. Cursors hold handles too, because a dense number must not leave the registry. */
export class SubjectHandles {
  constructor(private readonly subjects: SubjectsService) {}

  /** A page of the set that belongs to `id`. */
  async page(
    id: string,
    slices: SliceLoaders,
    request: PageRequest,
    ctx: RequestContext,
    countAll: () => number | Promise<number>,
  ): Promise<Connection<SubjectHandle>> {
    const { direction, limit, after, before } = request;
    const slice = {
      direction,
      limit,
      ...(after !== undefined && { after: this.#read(after, "after") }),
      ...(before !== undefined && { before: this.#read(before, "before") }),
    };
    const page = await ctx.loaders.load(slices.of(slice, ctx), id);
    const edges = (page?.numbers ?? []).map((number) => {
      const handle = this.subjects.handleOf(number);
      return { cursor: encodeCursor([CURSOR_NAME, handle]), node: new SubjectHandle(handle, number) };
    });
    return new SubjectHandleConnection({
      edges,
      hasNextPage: page?.hasNextPage ?? false,
      hasPreviousPage: page?.hasPreviousPage ?? false,
      countAll,
    });
  }

  #read(cursor: string, argument: "after" | "before"): SubjectNumber {
    const isOurs = ([name, handle]: readonly string[]) =>
      name === CURSOR_NAME && handle !== undefined && this.subjects.numberOfHandle(handle) !== null;
    const [, handle] = decodeCursor(cursor, argument, isOurs);
    return this.subjects.numberOfHandle(handle!)!;
  }
}
