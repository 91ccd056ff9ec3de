import { Arg, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import { Costs } from "../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../access/index.js";
import type { PolicyDiffService } from "./policy-diff.service.js";
import { PolicyDiff, PolicyMeaning, PolicyTextComparison } from "./policy-diff.type.js";

@Resolver(() => PolicyDiff)
export class PolicyDiffResolver {
  constructor(private readonly comparing: PolicyDiffService) {}

  @Costs({ own: 500 })
  @RequirePermission("READ_DATA_MAP")
  @Query(() => PolicyDiff, {
    description: "What changed from one policy version to another, in words and in meaning.",
  })
  async policyDiff(
    @Arg("from", () => Int, { description: "Number of the version to start from." }) from: number,
    @Arg("to", () => Int, {
      description: "Number of the version to compare it with; it may be the earlier one.",
    })
    to: number,
    @Arg("language", () => String, {
      nullable: true,
      description:
        "In which language to compare the words, as BCP 47 tag; where left out that of `to`, or another in which both are published.",
    })
    language: string | null | undefined,
  ): Promise<PolicyDiff> {
    return new PolicyDiff(await this.comparing.compare(from, to, language ?? null));
  }

  @FieldResolver(() => PolicyTextComparison, {
    nullable: true,
    description: "How their words differ; null where one of them is not published in the language.",
  })
  words(@Root() { versions }: PolicyDiff): Promise<PolicyTextComparison | null> {
    return this.comparing.compareWords(versions);
  }

  @FieldResolver(() => PolicyMeaning, {
    description: "How their meaning differs, by the revisions of the data map that they describe.",
  })
  async meaning(@Root() { versions }: PolicyDiff): Promise<PolicyMeaning> {
    return new PolicyMeaning(await this.comparing.compareMeaning(versions));
  }
}
