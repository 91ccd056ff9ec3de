export { MissingNotifications } from "./notifications/missing-notifications.service.js";
export { NotificationDeadlines } from "./notifications/notification-deadlines.service.js";
export { NotificationLoaders } from "./notifications/notifications.loaders.js";
export { NotificationSecrets } from "./notifications/notification-secrets.service.js";
export { NotificationsService } from "./notifications/notifications.service.js";
export { OpenNotifications } from "./notifications/open-notifications.service.js";
export { ReportNotification } from "./notifications/report-notification.service.js";
export { AccountingGivenLoaders } from "./accountings/accounting-given.loaders.js";
export { AccountingsGivenService } from "./accountings/accountings-given.service.js";
export { ForgetAccountings } from "./accountings/forget-accountings.service.js";
export { GiveAccounting } from "./accountings/give-accounting.service.js";
export type {
  ConcernedPerson,
  ErasureOrder,
  NotificationOpener,
  NotificationOrder,
  PersonEraser,
} from "./requests/decision-effects.js";
export { DecideRightsRequest } from "./requests/decide-rights-request.service.js";
export { DecisionEffects } from "./requests/decision-effects.service.js";
export { ForgetRequests } from "./requests/forget-requests.service.js";
export { HandleRightsRequest } from "./requests/handle-rights-request.service.js";
export { OpenRightsRequest } from "./requests/open-rights-request.service.js";
export { RequestProgress } from "./requests/request-progress.service.js";
export { RequestReferences } from "./requests/request-references.service.js";
export { RequestSteps } from "./requests/request-steps.service.js";
export { RequestTermsService } from "./requests/request-terms.service.js";
export { findRightsRequestNode } from "./requests/rights-request-node.js";
export { RightsRequestLoaders } from "./requests/rights-request.loaders.js";
export { RightsRequest } from "./requests/rights-request.type.js";
export { RightsRequestsService } from "./requests/rights-requests.service.js";
export { rightsUnderSecret } from "./rights-under-secret.js";
export { ErasePerson, type Forgetters } from "./erasure/erase-person.service.js";
export { ErasureLoaders } from "./erasure/erasure.loaders.js";
export { ErasuresUnderWay } from "./erasure/erasures-under-way.service.js";
