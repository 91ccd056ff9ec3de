import { Field, ID, ObjectType } from "type-graphql";
import { connectionOf } from "../../../platform/graphql/connection.js";
import { DateTime } from "../../../platform/graphql/scalars.js";
import { vocabulary } from "../../../platform/graphql/vocabulary.js";
import { RequirePermission } from "../../access/index.js";
import { LOOK_UP_KINDS, type LookUpKind } from "../core/look-up-kind.js";
import type { LookUpRow } from "./look-up-row.js";

export const LookUpKindEnum = vocabulary(LOOK_UP_KINDS, "LookUpKind", "How a user was looked up.", {
  REFERENCE: "By the platform's reference: `dataSubject`.",
  FILTER: "By the platform's reference in a filter, of a list or of statistics.",
  RIGHTS_REQUEST: "As the person whose rights request it is.",
  ACCOUNTING: "An accounting of the user's data was read, or one that had been given.",
  COVERAGE_PROOF: "By the platform's reference, for the proof that a disclosure covers the user.",
  EVALUATION: "By the platform's reference, to be told before a transfer whether it may take place.",
  LIST_MATCH: "A list of references was matched against a set of users.",
  BREACH_EXPORT: "The users of a breach were exported by handle.",
  REVEAL: "The sealed reference was revealed.",
});

@ObjectType("SubjectLookUp", {
  description: "That somebody looked a user up, or a set of users. It never changes.",
})
@RequirePermission("READ_LOOK_UPS", "REVEAL_REFERENCES")
export class SubjectLookUp {
  @Field(() => ID, { description: "The look-up's UUID." })
  readonly id: string;

  @Field(() => LookUpKindEnum, { description: "How the user was looked up." })
  readonly kind: LookUpKind;

  @Field(() => DateTime, { description: "When: before anything was answered." })
  readonly recordedAt: Date;

  @Field(() => ID, {
    nullable: true,
    description:
      "What the look-up went through: the disclosure, the set of users or the accounting that was given; null where there is none to tell.",
  })
  readonly about: string | null;

  /** What the fields of `look-ups.resolver.ts` start from. */
  readonly row: LookUpRow;

  constructor(row: LookUpRow) {
    this.id = row.id;
    this.kind = row.kind;
    this.recordedAt = row.recordedAt;
    this.about = row.about;
    this.row = row;
  }
}

export const SubjectLookUpConnection = connectionOf(SubjectLookUp, "SubjectLookUpConnection", {
  entries: "look-ups",
  description: "Look-ups of users, the latest first.",
  access: RequirePermission("READ_LOOK_UPS"),
});
