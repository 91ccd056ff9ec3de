import type { EntityManager } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import type { DataMapService, Deadline } from "../../datamap/index.js";
import { lastDayUnder, notificationTermOf } from "../core/deadlines.js";
import type { RequestTermsService } from "../requests/request-terms.service.js";
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

  /** Of one notification as it is recorded; null where there is no deadline. A statement only where the calendar told none at first. */
  of(db: EntityManager, row: NotificationRow): Promise<Deadline | null> {
    if (row.dueOn !== null) return Promise.resolve({ lastDay: row.dueOn });
    return row.missingYear === null ? Promise.resolve(null) : this.compute(db, row);
  }

  /** Computed anew, for a calendar gets its years one by one. */
  async compute(db: EntityManager, { requestId, decidedAt }: Undated): Promise<Deadline | null> {
    const request = (await findRightsRequests(db, [requestId])).get(requestId);
    if (!request) return null;
    const { map, rule } = await this.terms.of(request);
    return lastDayUnder(map.calendarDay(decidedAt), notificationTermOf(rule), map, this.dataMap.current());
  }

  /** The last days that the calendar tells by now of open notifications for which it told none at first. */
  async datedSince(db: EntityManager): Promise<Dated> {
    const dated: { id: string; dueOn: string }[] = [];
    for (const row of await findUndatedNotifications(db)) {
      const deadline = await this.compute(db, row);
      if (deadline && "lastDay" in deadline) dated.push({ id: row.id, dueOn: deadline.lastDay });
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
}
