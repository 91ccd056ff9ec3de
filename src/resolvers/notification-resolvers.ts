import { ReceivedData } from "../modules/disclosures/index.js";
import {
  MissingNotifications,
  NotificationDeadlines,
  NotificationLoaders,
  NotificationSecrets,
  NotificationsService,
  OpenNotifications,
  ReportNotification,
  RequestProgress,
  type NotificationOpener,
  type RequestTermsService,
  type RightsRequestLoaders,
} from "../modules/rights/index.js";
import { NotificationsResolver } from "../modules/rights/notifications/notifications.resolver.js";
import {
  RecipientNotificationReportResolver,
  RecipientNotificationResolver,
} from "../modules/rights/notifications/recipient-notification.resolver.js";
import { RightsRequestNotificationsResolver } from "../modules/rights/notifications/rights-request-notifications.resolver.js";
import type { Made, Services } from "./services.js";

type NotifyingServices = Pick<
  Services,
  "dataSource" | "keyring" | "clock" | "keys" | "dataMap" | "subjects" | "coverage"
>;

/** What opens notifications, when a request is granted and later. */
export function makeOpening(
  { dataSource, keyring, clock, keys, dataMap, subjects, coverage }: NotifyingServices,
  terms: RequestTermsService,
) {
  const deadlines = new NotificationDeadlines(clock, dataMap, terms);
  const secrets = new NotificationSecrets(keyring);
  const received = new ReceivedData(coverage);
  const opening = new OpenNotifications(clock, dataMap, keys, received, deadlines, secrets);
  return {
    deadlines,
    secrets,
    opening,
    missing: new MissingNotifications(dataSource, subjects, terms, opening),
  };
}

/** What opens notifications when a request is granted, and what reads them and reports on them. */
export function makeNotifications(
  services: Services,
  terms: RequestTermsService,
  requests: RightsRequestLoaders,
): { readonly opening: NotificationOpener; readonly resolvers: Made[] } {
  const { dataSource, clock, keys, dataMap } = services;
  const loaders = new NotificationLoaders(dataSource);
  const { deadlines, secrets, opening, missing } = makeOpening(services, terms);
  const reading = new NotificationsService(dataSource, dataMap, deadlines);
  const reporting = new ReportNotification(dataSource, clock, secrets, new RequestProgress(clock));
  return {
    opening,
    resolvers: [
      [NotificationsResolver, new NotificationsResolver(reading, reporting, missing, loaders)],
      [
        RecipientNotificationResolver,
        new RecipientNotificationResolver(dataMap, deadlines, secrets, loaders, requests),
      ],
      [RecipientNotificationReportResolver, new RecipientNotificationReportResolver(keys, loaders)],
      [RightsRequestNotificationsResolver, new RightsRequestNotificationsResolver(dataMap, missing, loaders)],
    ],
  };
}
