import { Field, ID, InputType } from "type-graphql";
import { DateTime } from "../../platform/graphql/scalars.js";
import type { Role } from "./core/permissions.js";
import { RoleEnum } from "./api-key.type.js";

@InputType("CreateApiKeyInput", { description: "A key to make." })
export class CreateApiKeyInput {
  @Field(() => String, {
    description: "What the key is for: the partner's or the person's name. 1 to 100 characters.",
  })
  name!: string;

  @Field(() => RoleEnum, { description: "What the key may do." })
  role!: Role;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the key stops working by itself; left out, it does not.",
  })
  expiresAt?: Date | null;
}

@InputType("RevokeApiKeyInput", { description: "A key to revoke." })
export class RevokeApiKeyInput {
  @Field(() => ID, { description: "The key's id, as `apiKeys` lists it." })
  id!: string;
}
