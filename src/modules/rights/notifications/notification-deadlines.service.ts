import type { EntityManager } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import type { DataMapService, Deadline } from "../../datamap/index.js";
import { lastDayUnder, notificationTermOf } from "../core/deadlines.js";
import type { RequestTermsService } from "../requests/request-terms.service.js";
import type { RightsRequestRow } from "../requests/rights-request-row.js";
import { findRightsRequests } from "../requests/rights-requests.repository.js";
import type { NotificationRow } from "./notification-row.js";
import { findUndatedNotifications, type Dated } from "./notifications.repository.js";

type Undated = Pick<NotificationRow, "requestId" | "decidedAt">;

/** By when recipients are to be told: the term of the request's rule, from the day of the decision, which does not count. */
export class NotificationDeadlines {
  constructor(
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
    private readonly terms: RequestTermsService,
  ) {}

  /** Of one notification as it is recorded; null where there is no deadline. Its request is asked for only where the calendar told none at first. */
  async of(
    row: NotificationRow,
    findRequest: () => Promise<RightsRequestRow | null>,
  ): Promise<Deadline | null> {
    if (row.dueOn !== null) return { lastDay: row.dueOn };
    return row.missingYear === null ? null : this.#under(await findRequest(), row.decidedAt);
  }

  /** Computed anew, for a calendar gets its years one by one. */
  async compute(db: EntityManager, { requestId, decidedAt }: Undated): Promise<Deadline | null> {
    return this.#under((await findRightsRequests(db, [requestId])).get(requestId) ?? null, decidedAt);
  }

  /** The last days that the calendar tells by now of open notifications for which it told none at first. Two statements for any number. */
  async datedSince(db: EntityManager): Promise<Dated> {
    const undated = await findUndatedNotifications(db);
    if (undated.length === 0) return [];
    const requests = await findRightsRequests(db, [...new Set(undated.map(({ requestId }) => requestId))]);
    const dated: { id: string; dueOn: string }[] = [];
    for (const { id, requestId, decidedAt } of undated) {
      const deadline = await this.#under(requests.get(requestId) ?? null, decidedAt);
      if (deadline && "lastDay" in deadline) dated.push({ id, dueOn: deadline.lastDay });
    }
    return dated;
  }

  /** Whether an open notification should have been made by now. */
  isOverdue({ status }: NotificationRow, deadline: Deadline | null): boolean {
    if (status !== "OPEN" || deadline === null || "missingYear" in deadline) return false;
    return deadline.lastDay < this.today();
  }

  /** Today, on the controller's calendar. */
  today(): string {
    return this.dataMap.current().calendarDay(this.clock.now());
  }

  async #under(request: RightsRequestRow | null, decidedAt: Date): Promise<Deadline | null> {
    if (!request) return null;
    const { map, rule } = await this.terms.of(request);
    return lastDayUnder(map.calendarDay(decidedAt), notificationTermOf(rule), map, this.dataMap.current());
  }
}
