import type { DataSource } from "typeorm";
import { findFreeTexts } from "../../../platform/erasable-text/free-text.repository.js";
import type { LoaderDefinition } from "../../../platform/graphql/loaders.js";
import { findReportsOf } from "./notification-reports.repository.js";
import type { NotificationRow, ReportRow } from "./notification-row.js";
import { findSecrets } from "./notification-secrets.repository.js";
import { findNotifications, findNotificationsOf } from "./notifications.repository.js";

/** What fields of notifications fetch: one statement each, however many notifications a page shows. */
export class NotificationLoaders {
  readonly notificationById: LoaderDefinition<string, NotificationRow>;
  /** By request, in the order of their recipients' keys. */
  readonly notificationsOf: LoaderDefinition<string, NotificationRow[]>;
  /** By place, in the order in which they were made. */
  readonly reportsOf: LoaderDefinition<string, ReportRow[]>;
  /** By place, still encrypted. */
  readonly secretOf: LoaderDefinition<string, Buffer>;
  /** Of reports. */
  readonly freeTextByFact: LoaderDefinition<string, Readonly<Record<string, string>>>;

  constructor(dataSource: DataSource) {
    const db = dataSource.manager;
    this.notificationById = { name: "notificationById", batch: (ids) => findNotifications(db, ids) };
    this.notificationsOf = { name: "notificationsOf", batch: (ids) => findNotificationsOf(db, ids) };
    this.reportsOf = { name: "notificationReportsOf", batch: (places) => findReportsOf(db, places) };
    this.secretOf = { name: "notificationSecretOf", batch: (places) => findSecrets(db, places) };
    this.freeTextByFact = { name: "freeTextOfNotification", batch: (ids) => findFreeTexts(db, ids) };
  }
}
