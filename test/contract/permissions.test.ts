import { beforeAll, describe, expect, it } from "@jest/globals";
import { buildSchema as buildFromSdl, type GraphQLResolveInfo, type GraphQLSchema } from "graphql";
import { Field, ObjectType, Query, Resolver, buildSchema } from "type-graphql";
import { enforcePermissions, fieldsOf, requirementOf } from "../../src/modules/access/enforce-permissions.js";
import { PERMISSIONS, RequirePermission } from "../../src/modules/access/index.js";
import { AppError } from "../../src/platform/errors.js";
import type { Caller } from "../../src/platform/graphql/context.js";
import { ANY_CALLER, AllowAnyCaller } from "../../src/platform/graphql/permission-extension.js";
import { unresolvedSchema } from "../support/unresolved-schema.js";

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await unresolvedSchema();
});

const guarded = () =>
  [...fieldsOf(schema)].map(({ type, field }) => ({
    name: `${type.name}.${field.name}`,
    field,
    requirement: requirementOf(type, field),
  }));

/** What calling a field comes to before its own work begins. */
async function refusalOf(name: string, caller: Caller | null): Promise<string> {
  const { field } = guarded().find((each) => each.name === name)!;
  try {
    await field.resolve!({}, {}, { caller }, {} as GraphQLResolveInfo);
  } catch (error) {
    if (error instanceof AppError) return error.code;
  }
  return "passed";
}

function callerWith(...permissions: string[]): Caller {
  return {
    keyId: "key",
    name: "A caller",
    roles: ["AUDITOR"],
    permissions: new Set(permissions),
    recipients: new Set(),
    scope: null,
  };
}

describe("Every field of every type of the served schema", () => {
  it("declares a permission that there is, or that any caller may read it", () => {
    const known = new Set<unknown>(PERMISSIONS);
    for (const { name, requirement } of guarded()) {
      const isDeclared =
        requirement === ANY_CALLER ||
        (Array.isArray(requirement) &&
          requirement.length > 0 &&
          requirement.every((each) => known.has(each)));
      expect({ name, isDeclared }).toEqual({ name, isDeclared: true });
    }
    expect(guarded().length).toBeGreaterThan(200);
  });

  it("refuses a request without a key", async () => {
    for (const { name } of guarded()) {
      expect([name, await refusalOf(name, null)]).toEqual([name, "UNAUTHENTICATED"]);
    }
  });

  it("refuses a caller who has every permission but those it names", async () => {
    for (const { name, requirement } of guarded()) {
      if (requirement === ANY_CALLER) continue;
      const others = PERMISSIONS.filter((permission) => !requirement!.includes(permission));
      expect([name, await refusalOf(name, callerWith(...others))]).toEqual([name, "FORBIDDEN"]);
    }
  });

  it("lets a caller in who has any one of those it names", async () => {
    for (const { name, requirement } of guarded()) {
      for (const permission of requirement === ANY_CALLER ? [""] : requirement!) {
        expect([name, await refusalOf(name, callerWith(permission))]).toEqual([name, "passed"]);
      }
    }
  });
});

/** What `upsert…` and `retire…` exist for. */
const ENTRY_TYPES = [
  ...[
    "SubjectKind",
    "Channel",
    "DataCategory",
    "ProcessingPurpose",
    "LegalGround",
    "Jurisdiction",
    "Safeguard",
  ],
  ...[
    "SecurityMeasure",
    "ServiceType",
    "Recipient",
    "Agreement",
    "SharingRule",
    "DataStore",
    "RetentionRule",
  ],
  ...["ProcessingActivity", "Impediment", "RightsRule", "IntakeRule"],
];

describe("Every query and mutation", () => {
  it("asks for the permission written down here, so that a change of one is seen", () => {
    const roots = guarded().filter(({ name }) => /^(Query|Mutation)\./.test(name));
    expect(Object.fromEntries(roots.map(({ name, requirement }) => [name, String(requirement)]))).toEqual({
      "Query.viewer": ANY_CALLER,
      "Query.node": ANY_CALLER,
      "Query.apiKeys": "MANAGE_API_KEYS",
      "Query.people": "MANAGE_API_KEYS",
      "Query.dataMap": "READ_DATA_MAP",
      "Query.dataCategory": "READ_DATA_MAP",
      "Query.processingPurpose": "READ_DATA_MAP",
      "Query.legalGround": "READ_DATA_MAP",
      "Query.recipient": "READ_DATA_MAP",
      "Query.recipients": "READ_DATA_MAP",
      "Query.jurisdiction": "READ_DATA_MAP",
      "Query.dataMapDiff": "READ_DATA_MAP",
      "Query.dataMapRevisions": "READ_DATA_MAP",
      "Query.deadline": "READ_DATA_MAP",
      "Query.dataSubject": "LOOK_UP_DATA_SUBJECTS",
      "Query.subjectLookUps": "READ_LOOK_UPS",
      "Mutation.revealReference": "REVEAL_REFERENCES",
      "Query.policyVersions": "READ_DATA_MAP",
      "Query.policyDiff": "READ_DATA_MAP",
      "Query.policyDrift": "READ_STATISTICS",
      "Mutation.publishPolicyVersion": "WRITE_DATA_MAP",
      "Query.disclosure": "READ_DISCLOSURES,READ_OWN_DISCLOSURES",
      "Query.disclosures": "READ_DISCLOSURES,READ_OWN_DISCLOSURES",
      "Query.evaluateDisclosure": "RECORD_DISCLOSURES",
      "Query.disclosureStatistics": "READ_STATISTICS,READ_OWN_STATISTICS",
      "Query.declaredVersusObserved": "READ_STATISTICS",
      "Query.breachImpact": "READ_STATISTICS",
      "Mutation.createBreachSet": "LOOK_UP_DATA_SUBJECTS",
      "Query.ledger": "READ_LEDGER",
      "Query.authorityRequest": "READ_DISCLOSURES",
      "Query.authorityRequests": "READ_DISCLOSURES",
      "Mutation.registerAuthorityRequest": "RECORD_DISCLOSURES",
      "Mutation.reviewAuthorityRequest": "REVIEW_AUTHORITY_REQUESTS",
      "Mutation.suspendAccounting": "REVIEW_AUTHORITY_REQUESTS",
      "Query.findings": "READ_DISCLOSURES",
      "Query.findingCounts": "READ_STATISTICS",
      "Query.subjectFact": "READ_DISCLOSURES",
      "Query.retentionDue": "READ_STATISTICS",
      "Query.destructions": "READ_DISCLOSURES",
      "Mutation.recordDestruction": "RECORD_DESTRUCTIONS",
      "Mutation.acknowledgeFinding": "ACKNOWLEDGE_FINDINGS",
      "Query.rightsRequest": "READ_RIGHTS_REQUESTS",
      "Query.rightsRequests": "READ_RIGHTS_REQUESTS",
      "Mutation.openRightsRequest": "OPEN_RIGHTS_REQUESTS",
      "Mutation.confirmIdentity": "HANDLE_RIGHTS_REQUESTS",
      "Mutation.noteImpediment": "HANDLE_RIGHTS_REQUESTS",
      "Mutation.liftImpediment": "HANDLE_RIGHTS_REQUESTS",
      "Mutation.decideRightsRequest": "HANDLE_RIGHTS_REQUESTS",
      "Query.recipientNotification": "READ_RIGHTS_REQUESTS,REPORT_NOTIFICATIONS",
      "Query.recipientNotifications": "READ_RIGHTS_REQUESTS,REPORT_NOTIFICATIONS",
      "Mutation.reportNotification": "REPORT_NOTIFICATIONS",
      "Mutation.openMissingNotifications": "HANDLE_RIGHTS_REQUESTS",
      "Query.accountingGiven": "GIVE_ACCOUNTINGS,READ_RIGHTS_REQUESTS",
      "Mutation.giveAccounting": "GIVE_ACCOUNTINGS",
      "Mutation.createApiKey": "MANAGE_API_KEYS",
      "Mutation.rotateApiKey": "MANAGE_API_KEYS",
      "Mutation.revokeApiKey": "MANAGE_API_KEYS",
      "Mutation.endSignIns": "MANAGE_API_KEYS",
      "Mutation.recordDisclosure": "RECORD_DISCLOSURES",
      "Mutation.recordDisclosures": "RECORD_DISCLOSURES",
      "Mutation.amendDisclosure": "RECORD_DISCLOSURES",
      "Mutation.authorizeDisclosure": "RECORD_DISCLOSURES",
      "Mutation.recordConsent": "RECORD_SUBJECT_FACTS",
      "Mutation.recordConsents": "RECORD_SUBJECT_FACTS",
      "Mutation.withdrawConsent": "RECORD_SUBJECT_FACTS",
      "Mutation.endUserAgreement": "RECORD_SUBJECT_FACTS",
      "Mutation.restoreAccount": "RECORD_SUBJECT_FACTS",
      "Mutation.restrictUse": "RECORD_SUBJECT_FACTS",
      "Mutation.liftRestriction": "RECORD_SUBJECT_FACTS",
      "Mutation.applyDataMap": "WRITE_DATA_MAP",
      ...Object.fromEntries(
        ENTRY_TYPES.flatMap((type) => [
          [`Mutation.upsert${type}`, "WRITE_DATA_MAP"],
          [`Mutation.retire${type}`, "WRITE_DATA_MAP"],
        ]),
      ),
    });
  });

  it("leaves to any caller only who they are, a page's place, and what checks for itself", () => {
    const open = guarded()
      .filter(({ requirement }) => requirement === ANY_CALLER)
      .map(({ name }) => name);
    expect(open.filter((name) => !/^(Viewer|ViewerScopes|PageInfo)\./.test(name)).sort()).toEqual([
      "Query.node",
      "Query.viewer",
    ]);
  });
});

@ObjectType({ description: "A pear." })
class OpenPear {
  @Field(() => String, { description: "Its name." })
  readonly name!: string;

  @AllowAnyCaller()
  @Field(() => String, { description: "Its colour." })
  readonly colour!: string;
}

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "A basket." })
class Basket {
  @Field(() => [OpenPear], { description: "Its pears." })
  readonly pears!: OpenPear[];
}

@Resolver()
class FruitResolver {
  @Query(() => Basket, { description: "A basket." })
  basket(): Basket {
    return { pears: [] };
  }
}

describe("A schema with a field that declares nothing", () => {
  it("stops the program, and names every such field", async () => {
    const open = await buildSchema({ resolvers: [FruitResolver], validate: false });
    expect(() => enforcePermissions(open)).toThrow(
      "These GraphQL fields declare no permission (add @RequirePermission): Query.basket, OpenPear.name",
    );
  });

  it("stops the program also where no decorator made it", () => {
    expect(() => enforcePermissions(buildFromSdl("type Query { open: String }"))).toThrow(/: Query\.open$/);
  });
});
