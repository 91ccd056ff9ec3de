import {
  AccountingGivenLoaders,
  AccountingsGivenService,
  GiveAccounting,
  RequestProgress,
  type RightsRequestLoaders,
} from "../modules/rights/index.js";
import {
  AccountingGivenResolver,
  DataSubjectAccountingsGivenResolver,
  GiveAccountingResolver,
} from "../modules/rights/accountings/accounting-given.resolver.js";
import type { Made, Services } from "./services.js";

/** Giving accountings; reading them is made with the disclosures they tell of. */
export function accountingResolvers(services: Services, requests: RightsRequestLoaders): Made[] {
  const { dataSource, clock, keys, dataMap, subjects, accounting, recorder } = services;
  const loaders = new AccountingGivenLoaders(dataSource);
  const progress = new RequestProgress(clock);
  const giving = new GiveAccounting(dataSource, clock, dataMap, subjects, accounting, progress, recorder);
  const given = new AccountingsGivenService(dataSource);
  return [
    [GiveAccountingResolver, new GiveAccountingResolver(giving, loaders)],
    [AccountingGivenResolver, new AccountingGivenResolver(keys, requests, loaders, services.lookUps)],
    [DataSubjectAccountingsGivenResolver, new DataSubjectAccountingsGivenResolver(given)],
  ];
}
