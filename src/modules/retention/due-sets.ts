import type { LoaderDefinition } from "../../platform/graphql/loaders.js";
import { SliceLoaders } from "../subjects/index.js";
import { placeOfDue, type DueRow } from "./core/page-of-due.js";
import type { DueQuestion } from "./due-users.service.js";
import type { FoundUsers, RetentionDueService } from "./retention-due.service.js";
import { sliceOfSet } from "./slices-of-sets.js";

/** The users of the rows that one question was answered with: found once for all rows of which they are asked. */
export class DueSets {
  readonly whole: LoaderDefinition<string, FoundUsers>;
  readonly slices: SliceLoaders;

  constructor(service: RetentionDueService, question: DueQuestion) {
    this.whole = { name: "retentionDueUsers", batch: (places) => service.usersOf(question, places) };
    this.slices = new SliceLoaders(async (places, slice) => {
      const sets = await service.usersOf(question, places);
      return new Map([...sets].map(([place, { segments }]) => [place, sliceOfSet(segments, slice)]));
    });
  }

  /** By what a row's users are asked for. */
  keyOf(row: DueRow): string {
    return JSON.stringify(placeOfDue(row));
  }
}
