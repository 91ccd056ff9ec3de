import { ApplyDataMapService, ChangeEntryService } from "../modules/datamap/index.js";
import { DisclosuresUsage, ObservedTransfersService } from "../modules/disclosures/index.js";
import {
  PolicyDiffService,
  PolicyDriftService,
  PublishedPolicyLoaders,
  PublishPolicyVersionService,
} from "../modules/published-policy/index.js";
import { PolicyDriftResolver } from "../modules/published-policy/policy-drift.resolver.js";
import { PolicyDiffResolver } from "../modules/published-policy/policy-diff.resolver.js";
import {
  PolicyTextResolver,
  PolicyVersionResolver,
} from "../modules/published-policy/policy-version.resolver.js";
import { PublishedPolicyResolver } from "../modules/published-policy/published-policy.resolver.js";
import type { Made, Services } from "./services.js";

export function publishedPolicyResolvers({ dataSource, clock, keys, dataMap, smallCells }: Services): Made[] {
  const applying = new ApplyDataMapService(dataSource, clock, dataMap, new DisclosuresUsage());
  const changing = new ChangeEntryService(dataSource, clock, dataMap, applying);
  const publishing = new PublishPolicyVersionService(dataSource, clock, dataMap, changing);
  const loaders = new PublishedPolicyLoaders(dataSource);
  const observing = new ObservedTransfersService(dataSource, dataMap);
  const drifting = new PolicyDriftService(dataSource, clock, dataMap, observing);
  return [
    [PolicyDriftResolver, new PolicyDriftResolver(drifting, smallCells)],
    [PublishedPolicyResolver, new PublishedPolicyResolver(dataMap, publishing)],
    [PolicyDiffResolver, new PolicyDiffResolver(new PolicyDiffService(dataSource, dataMap))],
    [PolicyVersionResolver, new PolicyVersionResolver(loaders)],
    [PolicyTextResolver, new PolicyTextResolver(keys, loaders)],
  ];
}
