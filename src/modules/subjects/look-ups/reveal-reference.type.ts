import { Field, ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import { SubjectLookUp } from "./look-up.type.js";

@ObjectType("RevealReferencePayload", {
  description: "A user's reference, and the record that it was revealed.",
})
@RequirePermission("REVEAL_REFERENCES")
export class RevealReferencePayload {
  @Field(() => String, {
    nullable: true,
    description:
      "The platform's own reference of the user; null where none is kept: the user was erased, or recorded before references were kept.",
  })
  readonly reference!: string | null;

  @Field(() => SubjectLookUp, { description: "The record that it was revealed, by whom and why." })
  readonly lookUp!: SubjectLookUp;
}
