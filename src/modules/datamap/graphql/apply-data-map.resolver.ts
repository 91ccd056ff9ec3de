import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Caller, RequestContext } from "../../../platform/graphql/context.js";
import { Costs } from "../../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../../access/index.js";
import type { ApplyDataMapService, ChangeRequest } from "../apply-data-map.service.js";
import { ApplyDataMapInput } from "./apply-data-map.input.js";
import type { ChangeDataMapInput } from "./apply-data-map.input.js";
import { ApplyDataMapPayload } from "./data-map-change.type.js";

@Resolver()
export class ApplyDataMapResolver {
  constructor(private readonly applying: ApplyDataMapService) {}

  @Costs({ own: 2_000 })
  @RequirePermission("WRITE_DATA_MAP")
  @Mutation(() => ApplyDataMapPayload, {
    description:
      "Puts a whole data map in the place of the newest one, as the next revision, and answers what changed. With `dryRun` it only " +
      "answers what would. Applying the same document again changes nothing; so do other comments or another order of entries.",
  })
  async applyDataMap(
    @Arg("input", () => ApplyDataMapInput, { description: "The data map." }) input: ApplyDataMapInput,
    @Ctx() ctx: RequestContext,
  ): Promise<ApplyDataMapPayload> {
    const { document: sourceText, format } = input;
    const document = { sourceText, format, sourceName: "sent" };
    return new ApplyDataMapPayload(await this.applying.apply(document, requestOf(input, ctx)));
  }
}

/** What the caller said of the change, and who the caller is. */
export function requestOf(input: ChangeDataMapInput, ctx: RequestContext): ChangeRequest {
  const { dryRun, message, effectiveFrom, expectedRevision } = input;
  const { name, keyId, isPerson } = ctx.caller as Caller;
  return {
    dryRun,
    message,
    effectiveFrom,
    expectedRevision,
    appliedBy: `${name} (${isPerson ? "person" : "key"} ${keyId})`,
  };
}
