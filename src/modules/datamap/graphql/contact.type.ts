import { Field, ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "One way to reach somebody: exactly one of e-mail, telephone and web page." })
export class Contact {
  @Field(() => String, { description: "What to write or call about." })
  readonly purpose!: string;

  @Field(() => String, { nullable: true, description: "The e-mail address, where that is the way." })
  readonly email?: string | undefined;

  @Field(() => String, {
    nullable: true,
    description: "The telephone number in international form, where that is the way.",
  })
  readonly phone?: string | undefined;

  @Field(() => String, { nullable: true, description: "The web page, where that is the way." })
  readonly url?: string | undefined;
}
