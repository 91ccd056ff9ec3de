import { ApplyDataMapResolver } from "../modules/datamap/graphql/apply-data-map.resolver.js";
import { CatalogueResolver } from "../modules/datamap/graphql/catalogue.resolver.js";
import { changeEntryResolvers } from "../modules/datamap/graphql/change-entry.resolver.js";
import { DeadlineResolver } from "../modules/datamap/graphql/deadline.resolver.js";
import { DataMapDocumentResolver } from "../modules/datamap/graphql/data-map-document.resolver.js";
import {
  DataMapHistoryResolver,
  EntryHistoryResolver,
  JurisdictionHistoryResolver,
} from "../modules/datamap/graphql/data-map-history.resolver.js";
import { ApplyDataMapService, ChangeEntryService, DataMapHistoryService } from "../modules/datamap/index.js";
import { DisclosuresUsage } from "../modules/disclosures/index.js";
import type { Made, Services } from "./services.js";

export function dataMapResolvers({ dataSource, clock, dataMap }: Services): Made[] {
  const applying = new ApplyDataMapService(dataSource, clock, dataMap, new DisclosuresUsage());
  const changing = new ChangeEntryService(dataSource, clock, dataMap, applying);
  const history = new DataMapHistoryService(dataSource, dataMap);
  return [
    [CatalogueResolver, new CatalogueResolver(dataMap)],
    [ApplyDataMapResolver, new ApplyDataMapResolver(applying)],
    ...changeEntryResolvers.map((resolver): Made => [resolver, new resolver(changing)]),
    [DeadlineResolver, new DeadlineResolver(dataMap)],
    [DataMapDocumentResolver, new DataMapDocumentResolver(dataMap)],
    [DataMapHistoryResolver, new DataMapHistoryResolver(history)],
    [EntryHistoryResolver, new EntryHistoryResolver(history)],
    [JurisdictionHistoryResolver, new JurisdictionHistoryResolver(history)],
  ];
}
