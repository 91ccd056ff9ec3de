import {
  DecideRightsRequest,
  DecisionEffects,
  ErasureLoaders,
  ForgetAccountings,
  ForgetRequests,
  HandleRightsRequest,
  OpenRightsRequest,
  RequestReferences,
  RequestSteps,
  RequestTermsService,
  RightsRequestsService,
  type NotificationOpener,
  type PersonEraser,
  type RightsRequestLoaders,
} from "../modules/rights/index.js";
import { RightsRequestErasureResolver } from "../modules/rights/erasure/rights-request-erasure.resolver.js";
import { HandleRightsRequestResolver } from "../modules/rights/requests/handle-rights-request.resolver.js";
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
import { makeErasePerson } from "./erasing.js";
import { makeNotifications } from "./notification-resolvers.js";
import type { Made, Services } from "./services.js";

export function rightsResolvers(services: Services, loaders: RightsRequestLoaders): Made[] {
  const { dataSource, keyring, clock, keys, dataMap, subjects, reading: disclosures } = services;
  const terms = new RequestTermsService(dataMap);
  const references = new RequestReferences(keyring);
  const reading = new RightsRequestsService(dataSource, clock, dataMap, terms);
  const opening = new OpenRightsRequest(dataSource, clock, dataMap, subjects, terms, references);
  const steps = new RequestSteps(clock, terms);
  const handling = new HandleRightsRequest(dataSource, steps);
  const notifications = makeNotifications(services, terms, loaders);
  const eraser = makeErasePerson(services, [new ForgetRequests(clock), new ForgetAccountings()]);
  const effects = effectsOf(services, notifications.opening, eraser);
  const deciding = new DecideRightsRequest(dataSource, clock, subjects, steps, references, effects);
  return [
    [HandleRightsRequestResolver, new HandleRightsRequestResolver(handling, deciding)],
    [RightsRequestsResolver, new RightsRequestsResolver(reading, opening, loaders)],
    [RightsRequestResolver, new RightsRequestResolver(dataMap, keys, terms, loaders)],
    [RightsRequestCourseResolver, new RightsRequestCourseResolver(clock, dataMap, terms, loaders)],
    [RightsRequestStepResolver, new RightsRequestStepResolver(dataMap, keys, loaders)],
    [
      RightsRequestPersonResolver,
      new RightsRequestPersonResolver(subjects, disclosures, dataMap, loaders, services.lookUps),
    ],
    [RightsRequestErasureResolver, new RightsRequestErasureResolver(dataMap, new ErasureLoaders(dataSource))],
    [DataSubjectRequestsResolver, new DataSubjectRequestsResolver(reading)],
    ...notifications.resolvers,
  ];
}

/** Facts that a decision records are judged as any others are. */
function effectsOf(
  { subjects, facts, recorder }: Services,
  notifications: NotificationOpener,
  eraser: PersonEraser,
): DecisionEffects {
  return new DecisionEffects(subjects, facts, recorder, notifications, eraser);
}
