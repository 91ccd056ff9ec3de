import { Field, Int, ObjectType } from "type-graphql";
import { vocabulary } from "../../platform/graphql/vocabulary.js";
import { RequirePermission } from "../access/index.js";
import { DataMapChange, findPolicyVersion, PolicyVersion } from "../datamap/index.js";
import type { MeaningChanges } from "./core/compare-meaning.js";
import {
  PASSAGE_KINDS,
  type Passage,
  type PassageKind,
  type TextChange,
  type TextComparison,
} from "./core/compare-texts.js";
import type { ComparedMeaning, ComparedVersions } from "./policy-diff.service.js";

export const PolicyPassageKindEnum = vocabulary(
  PASSAGE_KINDS,
  "PolicyPassageKind",
  "What became of a passage from one text to another.",
  {
    KEPT: "It stands in both texts.",
    REMOVED: "It stands in the earlier text only.",
    ADDED: "It stands in the later text only.",
  },
);

@ObjectType("PolicyPassage", { description: "Some words of a policy that were kept, removed or added." })
@RequirePermission("READ_DATA_MAP")
export class PolicyPassage implements Passage {
  @Field(() => PolicyPassageKindEnum, { description: "What became of them." })
  readonly kind!: PassageKind;

  @Field(() => String, { description: "The words, with the white space after them." })
  readonly text!: string;
}

@ObjectType("PolicyTextChange", {
  description: "Neighbouring paragraphs that do not say the same in two texts.",
})
@RequirePermission("READ_DATA_MAP")
export class PolicyTextChange implements TextChange {
  @Field(() => Int, {
    nullable: true,
    description:
      "The line of the text of `from` at which they begin, counted from 1; null where it has none of them.",
  })
  readonly lineBefore!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "The line of the text of `to` at which they begin, counted from 1; null where it has none of them.",
  })
  readonly lineAfter!: number | null;

  @Field(() => [PolicyPassage], {
    description:
      "Their words, in order: those kept and removed are what they said, those kept and added what they say now.",
  })
  readonly passages!: readonly PolicyPassage[];
}

@ObjectType("PolicyTextComparison", { description: "How the words of two policy versions differ." })
@RequirePermission("READ_DATA_MAP")
export class PolicyTextComparison implements TextComparison {
  @Field(() => [PolicyTextChange], {
    description: "What differs, in the order of the text; white space and empty lines are no difference.",
  })
  readonly changes!: readonly PolicyTextChange[];

  @Field(() => Boolean, {
    description:
      "False where the texts differ so much that some paragraphs were not compared word by word, and are shown whole.",
  })
  readonly isComparedInFull!: boolean;
}

@ObjectType("PolicyMeaningChanges", {
  description: "Entries of one kind that two policy versions tell differently.",
})
@RequirePermission("READ_DATA_MAP")
export class PolicyMeaningChanges {
  @Field(() => [DataMapChange], { description: "What is new, or may be used again." })
  readonly added: readonly DataMapChange[];

  @Field(() => [DataMapChange], {
    description: "What was retired; where `to` describes an earlier revision, also what was not there yet.",
  })
  readonly gone: readonly DataMapChange[];

  @Field(() => [DataMapChange], { description: "What says something else." })
  readonly changed: readonly DataMapChange[];

  constructor({ added, gone, changed }: MeaningChanges) {
    const views = (changes: MeaningChanges["added"]) => changes.map((each) => new DataMapChange(each));
    this.added = views(added);
    this.gone = views(gone);
    this.changed = views(changed);
  }
}

@ObjectType("PolicyMeaning", {
  description:
    "How the data maps differ that two policy versions describe: what a reader of the later one should find in it and cannot find in the earlier one, and the reverse.",
})
@RequirePermission("READ_DATA_MAP")
export class PolicyMeaning {
  @Field(() => Int, { description: "The revision of the data map that `from` describes." })
  readonly fromRevision: number;

  @Field(() => Int, { description: "The revision of the data map that `to` describes." })
  readonly toRevision: number;

  @Field(() => PolicyMeaningChanges, { description: "Data categories." })
  readonly categories: PolicyMeaningChanges;

  @Field(() => PolicyMeaningChanges, { description: "Processing purposes." })
  readonly purposes: PolicyMeaningChanges;

  @Field(() => PolicyMeaningChanges, { description: "Recipients." })
  readonly recipients: PolicyMeaningChanges;

  @Field(() => PolicyMeaningChanges, { description: "Legal grounds." })
  readonly legalGrounds: PolicyMeaningChanges;

  @Field(() => PolicyMeaningChanges, { description: "Sharing rules." })
  readonly sharingRules: PolicyMeaningChanges;

  @Field(() => PolicyMeaningChanges, {
    description: "Everything else, such as retention rules, rights, countries and the controller.",
  })
  readonly others: PolicyMeaningChanges;

  constructor({ fromRevision, toRevision, changes }: ComparedMeaning) {
    this.fromRevision = fromRevision;
    this.toRevision = toRevision;
    this.categories = new PolicyMeaningChanges(changes.categories);
    this.purposes = new PolicyMeaningChanges(changes.purposes);
    this.recipients = new PolicyMeaningChanges(changes.recipients);
    this.legalGrounds = new PolicyMeaningChanges(changes.legalGrounds);
    this.sharingRules = new PolicyMeaningChanges(changes.sharingRules);
    this.others = new PolicyMeaningChanges(changes.others);
  }
}

@ObjectType("PolicyDiff", {
  description: "What is not the same in two policy versions, in words and in meaning.",
})
@RequirePermission("READ_DATA_MAP")
export class PolicyDiff {
  @Field(() => PolicyVersion, { description: "The version that was started from." })
  readonly from: PolicyVersion;

  @Field(() => PolicyVersion, { description: "The version it was compared with." })
  readonly to: PolicyVersion;

  @Field(() => String, { description: "The language in which the words are compared." })
  readonly language: string;

  @Field(() => [Int], {
    description: "Numbers of those of the two that are not published in that language; none where both are.",
  })
  readonly textMissingIn: readonly number[];

  /** What the fields of `policy-diff.resolver.ts` start from. */
  readonly versions: ComparedVersions;

  constructor(versions: ComparedVersions) {
    const { map, from, to, language, textMissingIn } = versions;
    this.from = findPolicyVersion(map, from.number)!;
    this.to = findPolicyVersion(map, to.number)!;
    this.language = language;
    this.textMissingIn = textMissingIn;
    this.versions = versions;
  }
}
