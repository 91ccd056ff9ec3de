import type { DataSource } from "typeorm";
import { pageOf } from "../../platform/db/keyset.js";
import type { ConnectionPage, PageRequest } from "../../platform/graphql/connection.js";
import type { LoaderDefinition } from "../../platform/graphql/loaders.js";
import type { CatalogueList } from "./core/catalogue-lists.js";
import type { RevisionNote } from "./core/revision-note.js";
import { changeOf, changesBetween } from "./core/plan-changes.js";
import type { EntryChange } from "./core/plan-changes.js";
import { findEntryVersions, listRevisions } from "./data-map-history.repository.js";
import type { DataMapService } from "./data-map.service.js";

/** A revision in which an entry changed. */
export interface EntryHistoryItem {
  readonly revision: RevisionNote;
  readonly change: EntryChange;
}

/** What became of the data map over its revisions. */
export class DataMapHistoryService {
  /** The history of an entry, newest first, by `entryId`. */
  readonly historyByEntry: LoaderDefinition<string, EntryHistoryItem[]>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly dataMaps: DataMapService,
  ) {
    this.historyByEntry = { name: "historyByEntry", batch: (ids) => this.#historyOf(ids) };
  }

  /** How an entry is named to `historyByEntry`. */
  static entryId(list: CatalogueList, key: string): string {
    return `${list}:${key}`;
  }

  /**
   * What changed from one revision to another, in either direction of time.
   *
   * @throws AppError NOT_FOUND where there is no such revision
   */
  async diff(from: number, to: number): Promise<EntryChange[]> {
    const [earlier, later] = await Promise.all([this.dataMaps.revision(from), this.dataMaps.revision(to)]);
    return changesBetween(earlier.document, later.document);
  }

  /** Revisions, newest first. */
  async revisions(request: PageRequest): Promise<ConnectionPage<RevisionNote>> {
    const page = await listRevisions(this.dataSource.manager, request);
    // Revisions are numbered without a gap, so the newest one's number is their count.
    const countAll = async () => (await this.dataMaps.refresh()).revision;
    return pageOf(page, (row) => row, countAll);
  }

  async #historyOf(ids: readonly string[]): Promise<Map<string, EntryHistoryItem[]>> {
    const keysByList = new Map<CatalogueList, string[]>();
    for (const id of ids) {
      const [list, key] = id.split(":", 2) as [CatalogueList, string];
      keysByList.set(list, [...(keysByList.get(list) ?? []), key]);
    }
    const histories = new Map<string, EntryHistoryItem[]>(ids.map((id) => [id, []]));
    for (const [list, keys] of keysByList) {
      for (const version of await findEntryVersions(this.dataSource.manager, list, keys)) {
        const { key, entry, before, ...revision } = version;
        const change = changeOf(list, key, before ?? undefined, entry);
        if (change) histories.get(DataMapHistoryService.entryId(list, key))?.push({ revision, change });
      }
    }
    return histories;
  }
}
