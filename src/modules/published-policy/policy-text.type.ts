import { Field, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.js";
import { DateTime } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import { DataMapChange, PolicyVersion } from "../datamap/index.js";
import type { PolicyTextRow } from "./policy-text-row.js";

@ObjectType("PolicyText", {
  description: "What a policy version says, in one language, as it was published. It never changes.",
})
@RequirePermission("READ_DATA_MAP")
export class PolicyText {
  @Field(() => String, { description: "Language of the text, as BCP 47 tag: en, kk, ru." })
  readonly language: string;

  @Field(() => String, {
    description:
      "SHA-256 of the text in UTF-8, in hexadecimal: whoever has the published file can compare it.",
  })
  readonly sha256: string;

  @Field(() => DateTime, { description: "When the registry was given it." })
  readonly publishedAt: Date;

  /** What the fields of `policy-version.resolver.ts` start from. */
  readonly row: PolicyTextRow;

  constructor(row: PolicyTextRow) {
    this.language = row.language;
    this.sha256 = row.sha256;
    this.publishedAt = row.publishedAt;
    this.row = row;
  }
}

export const PolicyVersionConnection = connectionOf(PolicyVersion, "PolicyVersionConnection", {
  entries: "policy versions",
  description: "Policy versions, the one with the highest number first.",
  access: RequirePermission("READ_DATA_MAP"),
});

@ObjectType("PublishPolicyVersionPayload", { description: "What a publication came to." })
@RequirePermission("READ_DATA_MAP")
export class PublishPolicyVersionPayload {
  @Field(() => PolicyVersion, {
    description: "The version, as the data map names it now, or would after a dry run.",
  })
  readonly policyVersion!: PolicyVersion;

  @Field(() => PolicyText, {
    nullable: true,
    description: "The text as it is kept; null after a dry run of one that is not.",
  })
  readonly text!: PolicyText | null;

  @Field(() => String, { description: "SHA-256 of the text that was sent, in UTF-8, in hexadecimal." })
  readonly sha256!: string;

  @Field(() => Boolean, {
    description: "Whether this call stored the text: false for a repetition, and for a dry run.",
  })
  readonly created!: boolean;

  @Field(() => Int, {
    description:
      "Number of the data map's revision that names the version; of the newest one after a dry run.",
  })
  readonly dataMapRevision!: number;

  @Field(() => [DataMapChange], {
    description: "What changed in the data map, or would: none where it named the version before.",
  })
  readonly changes!: readonly DataMapChange[];
}
