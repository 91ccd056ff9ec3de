import { AuthoritiesResolver } from "../modules/authorities/authorities.resolver.js";
import {
  AccountingSuspensionResolver,
  AuthorityRequestResolver,
  AuthorityReviewResolver,
} from "../modules/authorities/authority-request.resolver.js";
import {
  RegisterAuthorityRequestService,
  ReviewAuthorityRequestService,
  SuspendAccountingService,
  type AuthoritiesLoaders,
} from "../modules/authorities/index.js";
import type { Made, Services } from "./services.js";

export function authorityResolvers(
  { dataSource, clock, keys, dataMap, authorities, pending }: Services,
  loaders: AuthoritiesLoaders,
): Made[] {
  const registering = new RegisterAuthorityRequestService(dataSource, clock, dataMap);
  const reviewing = new ReviewAuthorityRequestService(dataSource, clock, [pending]);
  const suspending = new SuspendAccountingService(dataSource, clock, dataMap);
  return [
    [AuthoritiesResolver, new AuthoritiesResolver(authorities, registering, reviewing, suspending, loaders)],
    [AuthorityRequestResolver, new AuthorityRequestResolver(clock, dataMap, keys, loaders)],
    [AuthorityReviewResolver, new AuthorityReviewResolver(keys, loaders)],
    [AccountingSuspensionResolver, new AccountingSuspensionResolver(keys, loaders)],
  ];
}
