import { FieldResolver, Resolver } from "type-graphql";
import { Count } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import { FindingConnection } from "./finding.type.js";
import type { PendingJudgements } from "./pending-judgements.service.js";

/** Says of a list of findings whether more is to come of what was recorded. */
@Resolver(() => FindingConnection)
export class PendingJudgementsResolver {
  constructor(private readonly pendingJudgements: PendingJudgements) {}

  @RequirePermission("READ_DISCLOSURES")
  @FieldResolver(() => Count, {
    description:
      "How many facts about users, and reviews of authorities' requests, are recorded whose consequences for earlier disclosures are still being judged, whatever the filter. At 0 the findings are complete; normally it is after a second or two. Counted only when selected.",
  })
  pending(): Promise<number> {
    return this.pendingJudgements.count();
  }
}
