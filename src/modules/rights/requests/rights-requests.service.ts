import type { DataSource } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import { pageOf } from "../../../platform/db/keyset.js";
import { inTransaction } from "../../../platform/db/transaction.js";
import { badInput } from "../../../platform/errors.js";
import type { ConnectionPage, PageRequest } from "../../../platform/graphql/connection.js";
import { problemsOfPeriod } from "../../../platform/problems-of-period.js";
import type { CalendarDay, DataMapService, RightsRequestKind } from "../../datamap/index.js";
import type { Pseudonym } from "../../subjects/index.js";
import type { RequestStatus } from "../core/vocabulary.js";
import type { RequestTermsService } from "./request-terms.service.js";
import {
  countRightsRequests,
  findUndated,
  listRightsRequests,
  setDueDays,
  type RightsRequestConditions,
} from "./rights-requests.repository.js";
import type { RightsRequestRow } from "./rights-request-row.js";

/** What a list of requests is narrowed to: `RightsRequestFilter`. */
export interface RightsRequestFilterValues {
  readonly kind?: RightsRequestKind | null;
  readonly status?: RequestStatus | null;
  readonly inDueForm?: boolean | null;
  readonly overdue?: boolean | null;
  readonly dueBefore?: CalendarDay | null;
  readonly receivedFrom?: Date | null;
  readonly receivedTo?: Date | null;
}

const UNDATED_AT_ONCE = 500;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/** Reads rights requests. */
export class RightsRequestsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
    private readonly terms: RequestTermsService,
  ) {}

  /** Newest received first. Throws BAD_USER_INPUT for a period that ends before it begins. */
  async list(
    filter: RightsRequestFilterValues,
    request: PageRequest,
  ): Promise<ConnectionPage<RightsRequestRow>> {
    const { receivedFrom, receivedTo, overdue, dueBefore } = filter;
    const problems = problemsOfPeriod(receivedFrom, receivedTo, "filter.receivedFrom", "filter.receivedTo");
    if (problems.length > 0) throw badInput(problems);
    if (overdue != null || dueBefore != null) await this.#dateUndated();
    const day = this.dataMap.current().calendarDay(this.clock.now());
    return this.#page(
      {
        ...(filter.kind != null && { kind: filter.kind }),
        ...(filter.status != null && { status: filter.status }),
        ...(filter.inDueForm != null && { inDueForm: filter.inDueForm }),
        ...(overdue != null && { overdueOn: { day, isOverdue: overdue } }),
        ...(dueBefore != null && { dueBefore }),
        ...(receivedFrom && { receivedFrom }),
        ...(receivedTo && { receivedTo }),
      },
      request,
    );
  }

  /** The requests of one person. */
  listOf(person: Pseudonym, request: PageRequest): Promise<ConnectionPage<RightsRequestRow>> {
    return this.#page({ person }, request);
  }

  async #page(
    conditions: RightsRequestConditions,
    request: PageRequest,
  ): Promise<ConnectionPage<RightsRequestRow>> {
    const db = this.dataSource.manager;
    return pageOf(
      await listRightsRequests(db, conditions, request),
      (row) => row,
      () => countRightsRequests(db, conditions),
    );
  }

  /** A calendar may have got the years since that some deadlines were waiting for. One statement where none is waiting. */
  async #dateUndated(): Promise<void> {
    let after = FIRST_ID;
    for (;;) {
      const undated = await findUndated(this.dataSource.manager, after, UNDATED_AT_ONCE);
      const terms = await Promise.all(undated.map((request) => this.terms.of(request)));
      const dated = undated.flatMap(({ id }, index) => {
        const { due } = terms[index]!;
        return due && "lastDay" in due ? [{ id, dueOn: due.lastDay }] : [];
      });
      if (dated.length > 0) await inTransaction(this.dataSource, (tx) => setDueDays(tx, dated));
      if (undated.length < UNDATED_AT_ONCE) return;
      after = undated.at(-1)!.id;
    }
  }
}
