import { Field, ID, ObjectType } from "type-graphql";
import { RequirePermission } from "../access/index.js";
import { connectionOf } from "../../platform/graphql/connection.js";
import type { Pseudonym } from "./core/pseudonym.js";
import type { SubjectNumber } from "./core/subject-number.js";

/** What the id of a user is, by whichever way the user was found. */
const HANDLE =
  "The user's opaque handle: the same wherever the user appears in this registry, and meaningless outside it.";

@ObjectType("DataSubject", {
  description:
    "A user of the platform, looked up by the platform's own reference. The registry stores only a keyed pseudonym.",
})
@RequirePermission("LOOK_UP_DATA_SUBJECTS")
export class DataSubject {
  @Field(() => ID, { description: HANDLE })
  readonly id: string;

  /** Never a field: dense numbers stay inside. */
  readonly number: SubjectNumber;

  /** Never a field either: by it facts are found that tie to a person apart from the number. */
  readonly pseudonym: Pseudonym;

  constructor(id: string, number: SubjectNumber, pseudonym: Pseudonym) {
    this.id = id;
    this.number = number;
    this.pseudonym = pseudonym;
  }
}

@ObjectType("SubjectHandle", {
  description:
    "One user covered by a disclosure, by opaque handle. Two disclosures that show the same handle covered the same user.",
})
@RequirePermission("READ_DISCLOSURES")
export class SubjectHandle {
  @Field(() => ID, { description: HANDLE })
  readonly id: string;

  readonly number: SubjectNumber;

  constructor(id: string, number: SubjectNumber) {
    this.id = id;
    this.number = number;
  }
}

export const SubjectHandleConnection = connectionOf(SubjectHandle, "SubjectHandleConnection", {
  entries: "users",
  description: "The users a disclosure covers, by opaque handle, in the order the registry first saw them.",
  access: RequirePermission("READ_DISCLOSURES"),
});
