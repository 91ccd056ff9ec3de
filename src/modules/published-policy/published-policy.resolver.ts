import { Arg, Args, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../platform/graphql/connection.js";
import type { Caller, RequestContext } from "../../platform/graphql/context.js";
import { pageByKey } from "../../platform/graphql/page-by-key.js";
import { Costs } from "../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../access/index.js";
import { DataMapChange, findPolicyVersion, PolicyVersion, type DataMapService } from "../datamap/index.js";
import { PolicyText, PolicyVersionConnection, PublishPolicyVersionPayload } from "./policy-text.type.js";
import type { PublishPolicyVersionService } from "./publish-policy-version.service.js";
import { PublishPolicyVersionInput } from "./published-policy.input.js";

/** No version has a higher number. */
const NUMBER_MAX = 2 ** 31 - 1;

@Resolver()
export class PublishedPolicyResolver {
  constructor(
    private readonly dataMap: DataMapService,
    private readonly publishing: PublishPolicyVersionService,
  ) {}

  @RequirePermission("READ_DATA_MAP")
  @Query(() => PolicyVersionConnection, {
    description:
      "The policy versions that the newest data map names, the one with the highest number first, page by page.",
  })
  policyVersions(@Args(() => ConnectionArgs) args: ConnectionArgs): Connection<PolicyVersion> {
    const map = this.dataMap.current();
    const entries = map.document.policyVersions.map((version) => ({
      key: descending(version.number),
      version,
    }));
    const page = pageByKey("policyVersions", entries, readPageArgs(args));
    const edges = page.edges.map(({ cursor, node }) => ({
      cursor,
      node: new PolicyVersion(map, node.version),
    }));
    return new PolicyVersionConnection({ ...page, edges });
  }

  @Costs({ own: 1_000 })
  @RequirePermission("WRITE_DATA_MAP")
  @Mutation(() => PublishPolicyVersionPayload, {
    description:
      "Keeps the text of a policy version in one language, for ever. Where the data map does not name the version yet, it enters it in the same step, as a new revision. The same text again answers the same record; another text for what is published is a CONFLICT.",
  })
  async publishPolicyVersion(
    @Arg("input", () => PublishPolicyVersionInput, { description: "What was published." })
    input: PublishPolicyVersionInput,
    @Ctx() ctx: RequestContext,
  ): Promise<PublishPolicyVersionPayload> {
    const published = await this.publishing.publish(input, ctx.caller as Caller);
    const { publication, snapshot, row, created, change } = published;
    return {
      policyVersion: findPolicyVersion(snapshot, publication.number)!,
      text: row && new PolicyText(row),
      sha256: publication.sha256,
      created,
      dataMapRevision: change?.revision ?? snapshot.revision,
      changes: (change?.changes ?? []).map((each) => new DataMapChange(each)),
    };
  }
}

/** Pages are in the order of their keys as texts: the higher the number, the sooner its key. */
function descending(number: number): string {
  return String(NUMBER_MAX - number).padStart(10, "0");
}
