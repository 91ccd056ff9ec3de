export type {
  ConcernedPerson,
  ErasureOrder,
  NotificationOpener,
  NotificationOrder,
  PersonEraser,
} from "./requests/decision-effects.js";
export { OpenRightsRequest } from "./requests/open-rights-request.service.js";
export { RequestProgress } from "./requests/request-progress.service.js";
export { RequestReferences } from "./requests/request-references.service.js";
export { RequestTermsService } from "./requests/request-terms.service.js";
export { findRightsRequestNode } from "./requests/rights-request-node.js";
export { RightsRequestLoaders } from "./requests/rights-request.loaders.js";
export { RightsRequest } from "./requests/rights-request.type.js";
export { RightsRequestsService } from "./requests/rights-requests.service.js";
