import type { DataSource, EntityManager } from "typeorm";
import { pageOf } from "../../platform/db/keyset.js";
import { badInput } from "../../platform/errors.js";
import type { ConnectionPage, PageRequest } from "../../platform/graphql/connection.js";
import { problemOfRecipient, type DataMapService } from "../datamap/index.js";
import {
  countAuthorityRequests,
  findAuthorityRequestsById,
  listAuthorityRequests,
  type AuthorityRequestConditions,
} from "./authority-requests.repository.js";
import type { AuthorityRequestRow } from "./authority-rows.js";
import type { AuthorityDemand } from "./core/authority-demand.js";
import type { RequestStatus } from "./core/vocabulary.js";

/** What a list of authority requests is narrowed to: `AuthorityRequestFilter`. */
export interface AuthorityRequestFilterValues {
  readonly recipient?: string | null;
  readonly status?: RequestStatus | null;
}

/** Reads authority requests, for those who list them and for those who judge disclosures. */
export class AuthoritiesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dataMap: DataMapService,
  ) {}

  /** Newest received first. Throws BAD_USER_INPUT for a recipient the data map has never known. */
  async list(
    filter: AuthorityRequestFilterValues,
    request: PageRequest,
  ): Promise<ConnectionPage<AuthorityRequestRow>> {
    const map = this.dataMap.current();
    const problem = filter.recipient == null ? null : problemOfRecipient(map, filter.recipient);
    if (problem !== null) throw badInput([{ field: "filter.recipient", message: problem }]);
    const conditions: AuthorityRequestConditions = {
      ...(filter.recipient != null && { recipient: filter.recipient }),
      ...(filter.status != null && { status: filter.status }),
    };
    const db = this.dataSource.manager;
    return pageOf(
      await listAuthorityRequests(db, conditions, request),
      (row) => row,
      () => countAuthorityRequests(db, conditions),
    );
  }

  /** The authority who made each demand, by the request's id; ids of nothing are left out. No statement where none is asked for. */
  async recipientsOf(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const found = await findAuthorityRequestsById(this.dataSource.manager, ids);
    return new Map([...found].map(([id, { recipient }]) => [id, recipient]));
  }

  /** What judging needs to know of demands, as of the caller's transaction; ids of nothing are left out. One statement, or none. */
  async demandsOf(db: EntityManager, ids: readonly string[]): Promise<Map<string, AuthorityDemand>> {
    if (ids.length === 0) return new Map();
    const found = await findAuthorityRequestsById(db, ids);
    return new Map([...found].map(([id, { lawful, reviewId }]) => [id, { id, lawful, reviewId }]));
  }
}
