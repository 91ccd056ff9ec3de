import { Field, ID, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.js";
import { DateTime } from "../../platform/graphql/scalars.js";
import type { Role } from "./core/permissions.js";
import { RequirePermission } from "./require-permission.js";
import { RoleEnum } from "./access-enums.type.js";
import type { ApiKeyRow } from "./api-key-row.js";

@ObjectType("ApiKey", {
  description: "A key by which a program or a person calls the registry. Its secret is stored nowhere.",
})
@RequirePermission("MANAGE_API_KEYS")
export class ApiKey {
  @Field(() => ID, {
    description: "The key's id: the middle part of its text, and what `recordedBy` of a fact names.",
  })
  readonly id: string;

  @Field(() => String, { description: "What the key is for, in its maker's words." })
  readonly name: string;

  @Field(() => RoleEnum, { description: "What the key may do." })
  readonly role: Role;

  @Field(() => [String], {
    description: "Keys of the recipients the key is bound to; none where it is not bound by recipients.",
  })
  readonly recipients: readonly string[];

  @Field(() => [String], {
    description: "Keys of the purposes the key is bound to; none where it is not bound by purposes.",
  })
  readonly purposes: readonly string[];

  @Field(() => DateTime, { description: "When the key was made." })
  readonly createdAt: Date;

  @Field(() => ID, {
    nullable: true,
    description: "The id of the key that made this one; null for the administrator's first.",
  })
  readonly createdBy: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the key stops working by itself; null where it does not.",
  })
  readonly expiresAt: Date | null;

  @Field(() => [String], {
    description: "The addresses and networks from which the key may be used; none named = from everywhere.",
  })
  readonly allowedAddresses: readonly string[];

  @Field(() => [String], {
    description:
      "SHA-256 digests, in hexadecimal, of the GraphQL documents that the key may send; none named = any.",
  })
  readonly trustedDocuments: readonly string[];

  @Field(() => DateTime, {
    nullable: true,
    description: "When the key was last used, known a minute later; null where it never was.",
  })
  readonly lastUsedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When the key was revoked; null while it was not." })
  readonly revokedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the key was last given a new secret; null while it has its first.",
  })
  readonly rotatedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When the secret before the present one stops working, or did; null while the key has its first.",
  })
  readonly previousSecretEndsAt: Date | null;

  constructor(row: ApiKeyRow) {
    this.id = row.id;
    this.name = row.name;
    this.role = row.role;
    this.recipients = row.recipients;
    this.purposes = row.purposes ?? [];
    this.createdAt = row.createdAt;
    this.createdBy = row.createdBy;
    this.expiresAt = row.expiresAt;
    this.allowedAddresses = row.allowedAddresses ?? [];
    this.trustedDocuments = row.trustedDocuments ?? [];
    this.lastUsedAt = row.lastUsedAt;
    this.revokedAt = row.revokedAt;
    this.rotatedAt = row.rotatedAt;
    this.previousSecretEndsAt = row.previousSecretEndsAt;
  }
}

export const ApiKeyConnection = connectionOf(ApiKey, "ApiKeyConnection", {
  entries: "API keys",
  description: "API keys, revoked ones included, newest first.",
  access: RequirePermission("MANAGE_API_KEYS"),
});

@ObjectType("CreateApiKeyPayload", { description: "The key made." })
@RequirePermission("MANAGE_API_KEYS")
export class CreateApiKeyPayload {
  @Field(() => ApiKey, { description: "The key without its secret." })
  readonly apiKey!: ApiKey;

  @Field(() => String, {
    description:
      "The whole key, to be sent as `Authorization: Bearer …`. It is shown this once and stored nowhere.",
  })
  readonly secret!: string;
}

@ObjectType("RotateApiKeyPayload", { description: "The key that was given a new secret." })
@RequirePermission("MANAGE_API_KEYS")
export class RotateApiKeyPayload {
  @Field(() => ApiKey, { description: "The key: its id, name, role and history are what they were." })
  readonly apiKey!: ApiKey;

  @Field(() => String, {
    description:
      "The whole key with its new secret, to be sent as `Authorization: Bearer …`. It is shown this once and stored nowhere.",
  })
  readonly secret!: string;
}

@ObjectType("RevokeApiKeyPayload", { description: "The key that was revoked." })
@RequirePermission("MANAGE_API_KEYS")
export class RevokeApiKeyPayload {
  @Field(() => ApiKey, { description: "The key, now without force." })
  readonly apiKey!: ApiKey;
}
