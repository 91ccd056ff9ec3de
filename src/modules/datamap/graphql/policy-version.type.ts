import { Field, ID, Int, ObjectType } from "type-graphql";
import { Node } from "../../../platform/graphql/node.type.js";
import { CalendarDate } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import type { PolicyVersion as DocumentPolicyVersion } from "../core/document.js";
import type { DataMapSnapshot } from "../data-map-snapshot.js";
import { Provenance } from "./catalogue-entry.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({
  description: "A published privacy notice and the day from which it applies.",
  implements: [Node, Provenance],
})
export class PolicyVersion extends Provenance<DocumentPolicyVersion> implements Node {
  @Field(() => ID, { description: "Unique in the whole register: `PolicyVersion:` and the number." })
  get id(): string {
    return `PolicyVersion:${this.entry.number}`;
  }

  @Field(() => Int, { description: "Number of the version; a later version has a higher one." })
  get number(): number {
    return this.entry.number;
  }

  @Field(() => String, { description: "Title of the published text." })
  get title(): string {
    return this.entry.title;
  }

  @Field(() => String, { description: "What the version is, and what it changed." })
  get description(): string {
    return this.entry.description;
  }

  @Field(() => String, { description: "Language of the text, as BCP 47 tag: en, kk, ru." })
  get language(): string {
    return this.entry.language;
  }

  @Field(() => CalendarDate, { description: "First day on which it applies." })
  get effectiveFrom(): string {
    return this.entry.effectiveFrom;
  }

  @Field(() => Boolean, {
    description: "Whether that day is an assumption, because the text does not say from when it applies.",
  })
  get effectiveFromAssumed(): boolean {
    return this.entry.effectiveFromAssumed;
  }

  @Field(() => String, { nullable: true, description: "Where the text is published." })
  get url(): string | undefined {
    return this.entry.url;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "SHA-256 of the published text as a file, in hexadecimal: whoever has the file can compare it.",
  })
  get sha256(): string | undefined {
    return this.entry.sha256;
  }

  @Field(() => String, {
    nullable: true,
    description: "What the version says of linked sites of others, which follow their own policies.",
  })
  get thirdPartyLinksNote(): string | undefined {
    return this.entry.thirdPartyLinksNote;
  }

  @Field(() => String, { nullable: true, description: "How the controller may change the policy." })
  get changesNote(): string | undefined {
    return this.entry.changesNote;
  }
}

/** The policy version of a number, or null where the snapshot has none. */
export function findPolicyVersion(snapshot: DataMapSnapshot, number: number): PolicyVersion | null {
  const version = snapshot.document.policyVersions.find((each) => each.number === number);
  return version ? new PolicyVersion(snapshot, version) : null;
}
