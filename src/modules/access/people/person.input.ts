import { Field, ID, InputType } from "type-graphql";

@InputType("EndSignInsInput", { description: "A person whose sign-ins are to be ended." })
export class EndSignInsInput {
  @Field(() => ID, { description: "The person's id, as `people` lists it." })
  id!: string;
}
