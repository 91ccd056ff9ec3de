import { Field, ID, InputType } from "type-graphql";
import { DateTime, Duration } from "../../platform/graphql/scalars.js";
import { GRACE_PERIOD } from "./core/secret-rotation.js";
import type { Role } from "./core/permissions.js";
import { RoleEnum } from "./access-enums.type.js";

@InputType("CreateApiKeyInput", { description: "A key to make." })
export class CreateApiKeyInput {
  @Field(() => String, {
    description: "What the key is for: the partner's or the person's name. 1 to 100 characters.",
  })
  name!: string;

  @Field(() => RoleEnum, { description: "What the key may do." })
  role!: Role;

  @Field(() => [String], {
    nullable: true,
    description:
      "Keys of the recipients the key is bound to, at most 100: it records and reads what concerns these, and for it there is nothing else; as INTEGRATION it also reads what they are to be told of users' data, and reports back for them. Only for the roles INTEGRATION and REPORTER; not bound by recipients where left out. It stays so for as long as the key exists.",
  })
  recipients?: readonly string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Keys of the purposes the key is bound to, at most 100, in the same way; with recipients, only what is within both. Not bound by purposes where left out.",
  })
  purposes?: readonly string[] | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the key stops working by itself; left out, it does not.",
  })
  expiresAt?: Date | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "From where the key may be used, at most 100 addresses or networks of IPv4 and IPv6, such as `203.0.113.0/24`; from everywhere where left out. To others it answers as a key that does not exist. It stays so for as long as the key exists.",
  })
  allowedAddresses?: readonly string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "The only GraphQL documents the key may send, to the letter, at most 500: those of the program it is for. Any where left out. They stay so for as long as the key exists; only their digests are kept.",
  })
  documents?: readonly string[] | null;
}

@InputType("RotateApiKeyInput", { description: "A key to give a new secret to." })
export class RotateApiKeyInput {
  @Field(() => ID, { description: "The key's id, as `apiKeys` lists it." })
  id!: string;

  @Field(() => Duration, {
    nullable: true,
    defaultValue: GRACE_PERIOD,
    description:
      "How long the earlier secret works beside the new one, so that its holders can change over: at most 30 days, " +
      "in weeks, days, hours, minutes or seconds. `PT0S` ends it at once, for a secret that others have seen.",
  })
  gracePeriod?: string | null;
}

@InputType("RevokeApiKeyInput", { description: "A key to revoke." })
export class RevokeApiKeyInput {
  @Field(() => ID, { description: "The key's id, as `apiKeys` lists it." })
  id!: string;
}
