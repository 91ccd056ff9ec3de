import type { DataSource } from "typeorm";
import { pageOf } from "../../../platform/db/keyset.js";
import type { ConnectionPage, PageRequest } from "../../../platform/graphql/connection.js";
import type { Pseudonym } from "../../subjects/index.js";
import type { AccountingGivenRow } from "./accounting-given-row.js";
import { countAccountingsGiven, listAccountingsGiven } from "./accountings-given.repository.js";

/** Reads accountings that were given. */
export class AccountingsGivenService {
  constructor(private readonly dataSource: DataSource) {}

  /** Those given to one person, the newest first. */
  async listOf(person: Pseudonym, request: PageRequest): Promise<ConnectionPage<AccountingGivenRow>> {
    const db = this.dataSource.manager;
    return pageOf(
      await listAccountingsGiven(db, person, request),
      (row) => row,
      () => countAccountingsGiven(db, person),
    );
  }
}
