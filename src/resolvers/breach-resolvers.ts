import { BreachResolver } from "../modules/breach/breach.resolver.js";
import { BreachImpactService } from "../modules/breach/index.js";
import { DeliveredDisclosures } from "../modules/disclosures/index.js";
import type { Made, Services } from "./services.js";

export function breachResolvers({
  dataSource,
  clock,
  dataMap,
  coverage,
  lists,
  smallCells,
}: Services): Made[] {
  const delivered = new DeliveredDisclosures(coverage);
  return [
    [
      BreachResolver,
      new BreachResolver(
        new BreachImpactService(dataSource, clock, dataMap, coverage, delivered, lists),
        smallCells,
      ),
    ],
  ];
}
