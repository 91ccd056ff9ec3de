import type { DataSource } from "typeorm";
import { pageOf } from "../../../platform/db/keyset.js";
import { rowScope } from "../../../platform/db/row-scope.js";
import { badInput } from "../../../platform/errors.js";
import type { ConnectionPage, PageRequest } from "../../../platform/graphql/connection.js";
import type { Caller } from "../../../platform/graphql/context.js";
import { mapWithin, problemOfRecipient, type DataMapService } from "../../datamap/index.js";
import type { NotificationStatus } from "../core/notification-vocabulary.js";
import type { NotificationDeadlines } from "./notification-deadlines.service.js";
import type { NotificationRow } from "./notification-row.js";
import { scopeOf } from "./notification-scope.js";
import {
  countNotifications,
  listNotifications,
  type NotificationConditions,
} from "./notifications.repository.js";

/** What a list of notifications is narrowed to: `RecipientNotificationFilter`. */
export interface NotificationFilterValues {
  readonly recipient?: string | null;
  readonly status?: NotificationStatus | null;
  readonly overdue?: boolean | null;
  readonly request?: string | null;
}

/** Reads notifications, for those who see to them and for the recipients' own code. */
export class NotificationsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dataMap: DataMapService,
    private readonly deadlines: NotificationDeadlines,
  ) {}

  /** Those the caller may see, newest first. Throws BAD_USER_INPUT for a recipient the data map has never known. */
  async list(
    filter: NotificationFilterValues,
    caller: Caller,
    request: PageRequest,
  ): Promise<ConnectionPage<NotificationRow>> {
    const conditions = await this.#conditionsOf(filter, scopeOf(caller));
    const db = this.dataSource.manager;
    return pageOf(
      await listNotifications(db, conditions, request),
      (row) => row,
      () => countNotifications(db, conditions),
    );
  }

  async #conditionsOf(
    filter: NotificationFilterValues,
    scope: ReadonlySet<string> | null,
  ): Promise<NotificationConditions> {
    const { recipient, status, overdue, request } = filter;
    const problem =
      recipient == null ? null : problemOfRecipient(mapWithin(this.dataMap.current(), rowScope()), recipient);
    if (problem !== null) throw badInput([{ field: "filter.recipient", message: problem }]);
    const named = recipient == null ? null : [recipient];
    const recipients = scope === null ? named : (named ?? [...scope]).filter((key) => scope.has(key));
    return {
      ...(recipients !== null && { recipients }),
      ...(status != null && { status }),
      ...(request != null && { requestId: request }),
      ...(overdue != null && { overdueOn: await this.#overdueOn(overdue) }),
    };
  }

  async #overdueOn(isOverdue: boolean): Promise<NonNullable<NotificationConditions["overdueOn"]>> {
    const dated = await this.deadlines.datedSince(this.dataSource.manager);
    return { day: this.deadlines.today(), isOverdue, dated };
  }
}
