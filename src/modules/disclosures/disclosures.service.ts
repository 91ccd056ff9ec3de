import type { DataSource } from "typeorm";
import { pageOf } from "../../platform/db/keyset.js";
import { rowScope } from "../../platform/db/row-scope.js";
import { sql, type Sql } from "../../platform/db/sql.js";
import { inTransaction } from "../../platform/db/transaction.js";
import { badInput } from "../../platform/errors.js";
import type { ConnectionPage, PageRequest } from "../../platform/graphql/connection.js";
import { isUuid } from "../../platform/ids.js";
import type { CoverageService } from "../coverage/index.js";
import { mapWithin, type DataMapService } from "../datamap/index.js";
import { findUsersConcerned } from "../policy/index.js";
import {
  SubjectSet,
  type FoundListener,
  type SubjectNumber,
  type SubjectsService,
} from "../subjects/index.js";
import type { DisclosureOrder } from "./core/vocabulary.js";
import { readFilter, type DisclosureFilterValues } from "./disclosure-filter.js";
import type { DisclosureRow } from "./disclosure-row.js";
import {
  countDisclosures,
  findDisclosuresById,
  listDisclosures,
  type DisclosureConditions,
} from "./disclosures.repository.js";

/** Reads disclosures: lists by filter, and those of one user. */
export class DisclosuresService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dataMap: DataMapService,
    private readonly subjects: SubjectsService,
    private readonly coverage: CoverageService,
  ) {}

  /** The users a disclosure covers, or a finding concerns; null where neither has this id. */
  async usersOf(id: string): Promise<SubjectSet | null> {
    if (!isUuid(id)) return null;
    const concerned = await findUsersConcerned(this.dataSource.manager, id);
    if (concerned instanceof SubjectSet) return concerned;
    return this.#usersCovered(concerned?.allOf ?? id);
  }

  async #usersCovered(id: string): Promise<SubjectSet | null> {
    return inTransaction(this.dataSource, async (tx) => {
      if ((await findDisclosuresById(tx, [id])).size === 0) return null;
      const users = new SubjectSet();
      for await (const number of this.coverage.streamSubjects(tx, id)) users.add(number);
      return users;
    });
  }

  async list(
    filter: DisclosureFilterValues,
    order: DisclosureOrder,
    request: PageRequest,
    found: FoundListener,
  ): Promise<ConnectionPage<DisclosureRow>> {
    const { conditions, problems } = readFilter(filter, mapWithin(this.dataMap.current(), rowScope()));
    if (problems.length > 0) throw badInput(problems);
    if (filter.subject == null) return this.#page(conditions, order, request);
    const number = await this.subjects.find(filter.subject, "filter.subject");
    await found(number);
    if (number === null) return NOTHING;
    return this.#page(
      { ...conditions, covering: await this.#covering(number, filter.occurredFrom) },
      order,
      request,
    );
  }

  /** The disclosures that cover one user. */
  async listOf(
    subject: SubjectNumber,
    order: DisclosureOrder,
    includeSuperseded: boolean,
    request: PageRequest,
  ): Promise<ConnectionPage<DisclosureRow>> {
    const covering = await this.#covering(subject);
    return this.#page({ covering, includeSuperseded }, order, request);
  }

  /** The current disclosures that cover one user and carried any of the categories (any data, where null) out to somebody, before a moment where one is given. */
  async listCarrying(
    subject: SubjectNumber,
    categories: readonly string[] | null,
    occurredTo: Date | null,
    request: PageRequest,
  ): Promise<ConnectionPage<DisclosureRow>> {
    const conditions: DisclosureConditions = {
      covering: await this.#covering(subject),
      direction: "OUTBOUND",
      arrived: true,
      includeSuperseded: false,
      ...(categories && { categories }),
      ...(occurredTo && { occurredTo }),
    };
    return this.#page(conditions, "RECORDED_AT", request);
  }

  async #covering(subject: SubjectNumber, occurredFrom?: Date | null): Promise<Sql> {
    const ids = await this.coverage.findDisclosuresCovering(this.dataSource.manager, subject, occurredFrom);
    return sql`SELECT unnest(${ids}::uuid[])`;
  }

  async #page(
    conditions: DisclosureConditions,
    order: DisclosureOrder,
    request: PageRequest,
  ): Promise<ConnectionPage<DisclosureRow>> {
    const db = this.dataSource.manager;
    const page = await listDisclosures(db, conditions, order, request);
    return pageOf(
      page,
      (row) => row,
      () => countDisclosures(db, conditions),
    );
  }
}

/** What a list answers about a reference that was never recorded. */
const NOTHING: ConnectionPage<DisclosureRow> = {
  edges: [],
  hasNextPage: false,
  hasPreviousPage: false,
  countAll: () => 0,
};
