import { Field, ID, InputType } from "type-graphql";

@InputType("RevealReferenceInput", { description: "Whose reference to reveal, and why." })
export class RevealReferenceInput {
  @Field(() => ID, { description: "The user's opaque handle: the `id` of a user anywhere." })
  id!: string;

  @Field(() => String, {
    description:
      "Why the reference is needed, in your own words: 1 to 1,000 characters. It is recorded, and erased with the user.",
  })
  reason!: string;
}
