import { Field, ID, ObjectType } from "type-graphql";
import { connectionOf } from "../../../platform/graphql/connection.js";
import { DateTime } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../require-permission.js";
import type { PersonRow } from "./person-row.js";

@ObjectType("Person", {
  description:
    "Somebody who has signed in here with an access token. What they may do follows from each token.",
})
@RequirePermission("MANAGE_API_KEYS")
export class Person {
  @Field(() => ID, { description: "The person's id here, which `recordedBy` of a fact and the log name." })
  readonly id: string;

  @Field(() => String, {
    nullable: true,
    description: "The name they had when they first signed in; null where the operator keeps no names.",
  })
  readonly name: string | null;

  @Field(() => DateTime, { description: "When they first signed in here." })
  readonly firstSignedInAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: "When an administrator last ended their sign-ins; null while nobody has.",
  })
  readonly signInsEndedAt: Date | null;

  @Field(() => ID, {
    nullable: true,
    description: "The id of the key, or of the person, that did so; null while nobody has.",
  })
  readonly signInsEndedBy: string | null;

  constructor(row: PersonRow) {
    this.id = row.id;
    this.name = row.name;
    this.firstSignedInAt = row.recordedAt;
    this.signInsEndedAt = row.signInsEndedAt;
    this.signInsEndedBy = row.signInsEndedBy;
  }
}

export const PersonConnection = connectionOf(Person, "PersonConnection", {
  entries: "people",
  description: "People who have signed in here, the latest to come first.",
  access: RequirePermission("MANAGE_API_KEYS"),
});

@ObjectType("EndSignInsPayload", { description: "The person whose sign-ins were ended." })
@RequirePermission("MANAGE_API_KEYS")
export class EndSignInsPayload {
  @Field(() => Person, { description: "The person, whose tokens of before are refused." })
  readonly person!: Person;
}
