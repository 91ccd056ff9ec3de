import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.js";
import { DateTime } from "../../platform/graphql/scalars.js";
import { PERMISSIONS, ROLES, type Permission, type Role } from "./core/permissions.js";
import { AllowAnyCaller } from "../../platform/graphql/permission-extension.js";
import { RequirePermission } from "./require-permission.js";
import type { ApiKeyRow } from "./api-key-row.js";

function enumOf<Name extends string>(names: readonly Name[]): { [Each in Name]: Each } {
  return Object.fromEntries(names.map((name) => [name, name])) as { [Each in Name]: Each };
}

export const RoleEnum = enumOf(ROLES);
registerEnumType(RoleEnum, {
  name: "Role",
  description: "What a key, or a person who has signed in, may do.",
  valuesConfig: {
    ADMIN: { description: "Everything, the making, rotating and revoking of keys included." },
    ANALYST: {
      description:
        "Compliance analysts: keep the data map, read everything, look users up by reference, record and amend.",
    },
    INTEGRATION: {
      description: "Partner code: record and amend disclosures, and read back what a call answers.",
    },
    REPORTER: {
      description:
        "Report generators: read the data map and counts, but none of a few users; no disclosure and no user.",
    },
    AUDITOR: { description: "Auditors: read the data map, all facts and the ledger; no look-up of a user." },
  },
});

export const PermissionEnum = enumOf(PERMISSIONS);
registerEnumType(PermissionEnum, {
  name: "Permission",
  description: "One thing a role may do; an error FORBIDDEN names the one that is missing.",
  valuesConfig: {
    READ_DATA_MAP: { description: "Read the data map, in all its revisions." },
    WRITE_DATA_MAP: {
      description: "Change the data map: apply a whole one, or change its entries; publish policy versions.",
    },
    RECORD_DISCLOSURES: {
      description:
        "Record and amend disclosures, ask before a transfer whether it may take place, and register the demands that disclosures answer.",
    },
    RECORD_SUBJECT_FACTS: {
      description: "Record consents, withdrawals, ends of agreements, and restrictions of users.",
    },
    READ_DISCLOSURES: {
      description: "Read recorded disclosures and the opaque handles of the users they cover.",
    },
    READ_OWN_DISCLOSURES: {
      description: "Read the recorded disclosures that a bound key is bound to, without what they led to.",
    },
    READ_OWN_STATISTICS: { description: "Have the disclosures counted that a bound key is bound to." },
    READ_STATISTICS: {
      description:
        "Read counts of disclosures, findings and users. Without READ_DISCLOSURES no count of few users is shown.",
    },
    LOOK_UP_DATA_SUBJECTS: { description: "Look a user up by the platform's reference." },
    REVIEW_AUTHORITY_REQUESTS: {
      description:
        "Find whether a demand of an authority complies with the law, and suspend accountings as it asks.",
    },
    ACKNOWLEDGE_FINDINGS: { description: "Note that a finding was taken notice of, and what is made of it." },
    OPEN_RIGHTS_REQUESTS: { description: "Take in what users ask for by right." },
    READ_RIGHTS_REQUESTS: {
      description: "Read rights requests, what was done about them, and by when it is due.",
    },
    HANDLE_RIGHTS_REQUESTS: {
      description: "Confirm who asks, note impediments, and decide rights requests.",
    },
    RECORD_DESTRUCTIONS: { description: "Record that data were destroyed because their time had run out." },
    REPORT_NOTIFICATIONS: {
      description:
        "Report what became of the telling of recipients. Partner code does so for the recipients for whom its key acts, and reads their notifications.",
    },
    GIVE_ACCOUNTINGS: {
      description: "Give users accountings of their data, and see which were given.",
    },
    READ_LEDGER: {
      description: "Read the ledger: its checkpoints, entries and tiles, receipts and proofs.",
    },
    REVEAL_REFERENCES: { description: "Read a user's sealed reference, where the operator keeps them." },
    READ_LOOK_UPS: { description: "Read who looked users up, when and how." },
    MANAGE_API_KEYS: { description: "Make, list, rotate and revoke API keys; list people, end sign-ins." },
  },
});

@ObjectType("ViewerScopes", { description: "What your key is bound to: for it there is nothing else." })
@AllowAnyCaller()
export class ViewerScopes {
  @Field(() => [String], {
    description: "Keys of the recipients your key is bound to; none where it is not bound by recipients.",
  })
  readonly recipients!: readonly string[];

  @Field(() => [String], {
    description: "Keys of the purposes your key is bound to; none where it is not bound by purposes.",
  })
  readonly purposes!: readonly string[];
}

@ObjectType("Viewer", { description: "Who you are to the registry." })
@AllowAnyCaller()
export class Viewer {
  @Field(() => String, {
    description: "The name of your key; of a person who has signed in, their own, or else their id here.",
  })
  readonly name!: string;

  @Field(() => [RoleEnum], { description: "Your key's role, or the roles your sign-in gives you." })
  readonly roles!: readonly Role[];

  @Field(() => [PermissionEnum], { description: "What your roles allow." })
  readonly permissions!: readonly Permission[];

  @Field(() => ViewerScopes, { description: "What your key is bound to." })
  readonly scopes!: ViewerScopes;
}

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
