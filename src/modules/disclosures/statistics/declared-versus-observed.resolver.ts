import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../../platform/graphql/context.js";
import { CalendarDate } from "../../../platform/graphql/scalars.js";
import { Costs } from "../../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../../access/index.js";
import {
  DataCategory,
  ProcessingPurpose,
  Recipient,
  SharingRule,
  viewOf,
  type DataMapSnapshot,
} from "../../datamap/index.js";
import type { SmallCells } from "../../subjects/index.js";
import type { ObservedPair } from "../core/declared-sharing.js";
import type { DeclaredVersusObservedService } from "./declared-versus-observed.service.js";
import { DeclaredVersusObserved, type ObservedSharing } from "./declared-versus-observed.type.js";

@Resolver()
export class DeclaredVersusObservedResolver {
  constructor(
    private readonly service: DeclaredVersusObservedService,
    private readonly smallCells: SmallCells,
  ) {}

  @Costs({ own: 2_000 })
  @RequirePermission("READ_STATISTICS")
  @Query(() => DeclaredVersusObserved, {
    description:
      "What was disclosed and is not declared, what is declared and was not disclosed, and what was disclosed for the first time. Counts disclosures that stand, receipts apart, also those recorded a moment ago.",
  })
  async declaredVersusObserved(
    @Arg("from", () => CalendarDate, {
      nullable: true,
      description: "First day, in the controller's time zone; since ever where left out.",
    })
    from: string | null | undefined,
    @Arg("to", () => CalendarDate, {
      nullable: true,
      description: "Last day, itself included; today where left out or later than today.",
    })
    to: string | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<DeclaredVersusObserved> {
    const suppressed = this.smallCells.boundFor(ctx) !== null;
    const { asOf, map, undeclared, first, unobserved } = await this.service.compare(from ?? null, to ?? null);
    return {
      asOf,
      revision: map.revision,
      observedUndeclared: undeclared.map((pair) => observedView(pair, map, suppressed)),
      observedFirst: first.map((pair) => observedView(pair, map, suppressed)),
      declaredUnobserved: unobserved.map(({ rule, category, ...seen }) => ({
        ...seen,
        rule: viewOf(SharingRule, map, rule),
        category: viewOf(DataCategory, map, category),
      })),
    };
  }
}

function observedView(pair: ObservedPair, map: DataMapSnapshot, suppressed: boolean): ObservedSharing {
  return {
    ...pair,
    ...(suppressed && { disclosures: null, undeclared: null }),
    suppressed,
    recipient: viewOf(Recipient, map, pair.recipient),
    purpose: viewOf(ProcessingPurpose, map, pair.purpose),
    category: viewOf(DataCategory, map, pair.category),
  };
}
