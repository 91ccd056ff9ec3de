import { AuthorizeDisclosureResolver } from "../modules/disclosures/authorization/authorize-disclosure.resolver.js";
import {
  AuthorizedDisclosureResolver,
  DisclosureAuthorizationResolver,
} from "../modules/disclosures/authorization/disclosure-authorization.resolver.js";
import {
  AuthorizeDisclosureService,
  EvaluateDisclosureService,
  type DisclosureLoaders,
  type DisclosureReferences,
  type RecordDisclosuresService,
} from "../modules/disclosures/index.js";
import type { Made, Services } from "./services.js";

/** What of recording disclosures is needed to ask before them. */
export interface Recording {
  readonly references: DisclosureReferences;
  readonly recording: RecordDisclosuresService;
}

export function authorizationResolvers(
  { dataSource, clock, keys, dataMap, subjects, lookUps, lists, judging }: Services,
  { references, recording }: Recording,
  loaders: DisclosureLoaders,
): Made[] {
  const evaluating = new EvaluateDisclosureService(
    dataSource,
    clock,
    dataMap,
    subjects,
    lists,
    references,
    recording,
    judging,
  );
  const authorizing = new AuthorizeDisclosureService(dataSource, clock, subjects, lists, evaluating);
  return [
    [
      AuthorizeDisclosureResolver,
      new AuthorizeDisclosureResolver(evaluating, authorizing, subjects, lookUps),
    ],
    [AuthorizedDisclosureResolver, new AuthorizedDisclosureResolver(loaders)],
    [DisclosureAuthorizationResolver, new DisclosureAuthorizationResolver(keys)],
  ];
}
