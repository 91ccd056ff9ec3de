import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { AppError, invariant } from "../../platform/errors.js";
import type { AppliedChange, ApplyDataMapService, ChangeRequest } from "./apply-data-map.service.js";
import { asTold } from "./core/as-told.js";
import { CATALOGUE_LISTS, keyFieldOf } from "./core/catalogue-lists.js";
import type { CatalogueList } from "./core/catalogue-lists.js";
import type { NewPolicyVersion } from "./core/new-policy-version.js";
import { didYouMean } from "./core/nearest-key.js";
import { patchEntry } from "./data-map-document.writer.js";
import type { EntryPatch, PatchedList } from "./data-map-document.writer.js";
import { findSourceText } from "./data-map-revisions.repository.js";
import type { DataMapSnapshot } from "./data-map-snapshot.js";
import type { DataMapService } from "./data-map.service.js";

/** Changes of one entry that lose a race are made again on what won it; more than this many in a row are a fault. */
const ATTEMPTS_MAX = 8;

/** How an entry is retired. */
export interface Retirement {
  /** First day on which it may no longer be used; today where left out. */
  readonly retiredOn?: string | null | undefined;
  /** Key of the entry that takes its place. */
  readonly replacedBy?: string | null | undefined;
}

/** Changes one entry: patches the newest revision's text and applies it like any whole document. */
export class ChangeEntryService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMaps: DataMapService,
    private readonly applying: ApplyDataMapService,
  ) {}

  /**
   * Changes the fields that the patch states, or adds the entry where there is none of the key.
   *
   * @throws AppError as `ApplyDataMapService.apply` does; CONFLICT only where an expected revision was given
   */
  upsert(
    list: CatalogueList,
    key: string,
    patch: EntryPatch,
    request: ChangeRequest,
  ): Promise<AppliedChange> {
    return this.#change(list, key, () => patch, request);
  }

  /**
   * Gives an entry its last day.
   *
   * @throws AppError NOT_FOUND where there is none of the key; BAD_USER_INPUT that says by what it is used
   */
  retire(
    list: CatalogueList,
    key: string,
    { retiredOn, replacedBy }: Retirement,
    request: ChangeRequest,
  ): Promise<AppliedChange> {
    const patchOn = (map: DataMapSnapshot): EntryPatch => {
      if (map.entry(list, key) === undefined) throw unknownEntry(map, list, key);
      const day = retiredOn ?? map.calendarDay(this.clock.now());
      return { retiredOn: day, ...(replacedBy != null && { replacedBy }) };
    };
    return this.#change(list, key, patchOn, request);
  }

  /**
   * Adds a policy version to those that the data map names.
   *
   * @throws AppError as `ApplyDataMapService.apply` does; CONFLICT only where an expected revision was given
   */
  addPolicyVersion({ number, ...fields }: NewPolicyVersion, request: ChangeRequest): Promise<AppliedChange> {
    return this.#change("policyVersions", number, () => fields, request);
  }

  async #change(
    list: PatchedList,
    key: string | number,
    patchOn: (map: DataMapSnapshot) => EntryPatch,
    request: ChangeRequest,
  ): Promise<AppliedChange> {
    for (let attempt = 1; ; attempt += 1) {
      const base = await this.dataMaps.refresh();
      const newest = await findSourceText(this.dataSource.manager, base.revision);
      invariant(newest !== undefined, "the newest revision has no text");
      const sourceText = patchEntry(newest, list, key, patchOn(base));
      const expectedRevision = request.expectedRevision ?? base.revision;
      try {
        return await this.applying.apply(
          { sourceText, format: "YAML", sourceName: "with this change" },
          { ...request, expectedRevision },
        );
      } catch (error) {
        const lostRace =
          error instanceof AppError && error.code === "CONFLICT" && request.expectedRevision == null;
        if (!lostRace || attempt === ATTEMPTS_MAX) throw error;
      }
    }
  }
}

function unknownEntry(map: DataMapSnapshot, list: CatalogueList, key: string): AppError {
  const field = keyFieldOf(list);
  const message = `${field}: There is no ${CATALOGUE_LISTS[list]} "${asTold(key)}".${didYouMean(key, map.keys(list))}`;
  return new AppError("NOT_FOUND", message, [field]);
}
