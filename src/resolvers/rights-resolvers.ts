import {
  OpenRightsRequest,
  RequestReferences,
  RequestTermsService,
  RightsRequestsService,
  type RightsRequestLoaders,
} from "../modules/rights/index.js";
import {
  RightsRequestCourseResolver,
  RightsRequestStepResolver,
} from "../modules/rights/requests/rights-request-course.resolver.js";
import { RightsRequestPersonResolver } from "../modules/rights/requests/rights-request-person.resolver.js";
import { RightsRequestResolver } from "../modules/rights/requests/rights-request.resolver.js";
import {
  DataSubjectRequestsResolver,
  RightsRequestsResolver,
} from "../modules/rights/requests/rights-requests.resolver.js";
import type { Made, Services } from "./services.js";

export function rightsResolvers(services: Services, loaders: RightsRequestLoaders): Made[] {
  const { dataSource, keyring, clock, keys, dataMap, subjects } = services;
  const terms = new RequestTermsService(dataMap);
  const references = new RequestReferences(keyring);
  const reading = new RightsRequestsService(dataSource, clock, dataMap, terms);
  const opening = new OpenRightsRequest(dataSource, clock, dataMap, subjects, terms, references);
  return [
    [RightsRequestsResolver, new RightsRequestsResolver(reading, opening, loaders)],
    [RightsRequestResolver, new RightsRequestResolver(dataMap, keys, terms, loaders)],
    [RightsRequestCourseResolver, new RightsRequestCourseResolver(clock, dataMap, terms, loaders)],
    [RightsRequestStepResolver, new RightsRequestStepResolver(dataMap, keys, loaders)],
    [RightsRequestPersonResolver, new RightsRequestPersonResolver(subjects, loaders)],
    [DataSubjectRequestsResolver, new DataSubjectRequestsResolver(reading)],
  ];
}
