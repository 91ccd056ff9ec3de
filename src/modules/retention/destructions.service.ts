import type { DataSource } from "typeorm";
import { pageOf } from "../../platform/db/keyset.js";
import { badInput } from "../../platform/errors.js";
import type { ConnectionPage, PageRequest } from "../../platform/graphql/connection.js";
import { didYouMean, type DataMapService } from "../datamap/index.js";
import type { DestructionRow } from "./destruction-row.js";
import {
  countDestructions,
  listDestructions,
  type DestructionConditions,
} from "./destructions.repository.js";

/** `DestructionFilter`. */
export interface DestructionFilterValues {
  readonly retentionRule?: string | null;
  readonly category?: string | null;
  readonly dataStore?: string | null;
}

const LISTS = {
  retentionRule: ["retentionRules", "retention rule"],
  category: ["categories", "data category"],
  dataStore: ["dataStores", "data store"],
} as const;

/** Reads what was recorded as destroyed. */
export class DestructionsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dataMap: DataMapService,
  ) {}

  /** The latest first. Throws BAD_USER_INPUT for keys the data map has never known. */
  async list(filter: DestructionFilterValues, request: PageRequest): Promise<ConnectionPage<DestructionRow>> {
    const conditions = this.#conditionsOf(filter);
    const db = this.dataSource.manager;
    return pageOf(
      await listDestructions(db, conditions, request),
      (row) => row,
      () => countDestructions(db, conditions),
    );
  }

  #conditionsOf(filter: DestructionFilterValues): DestructionConditions {
    const map = this.dataMap.current();
    const given = (Object.keys(LISTS) as (keyof typeof LISTS)[]).flatMap((field) => {
      const key = filter[field];
      return key == null ? [] : [{ field, key }];
    });
    const problems = given.flatMap(({ field, key }) => {
      const [list, what] = LISTS[field];
      if (map.entry(list, key)) return [];
      const hint = didYouMean(key, map.keys(list));
      return [{ field: `filter.${field}`, message: `The data map has no ${what} with this key.${hint}` }];
    });
    if (problems.length > 0) throw badInput(problems);
    return Object.fromEntries(given.map(({ field, key }) => [field, key]));
  }
}
