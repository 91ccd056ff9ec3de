import { describe, expect, it } from "@jest/globals";
import { ROLES } from "../../src/modules/access/index.js";
import { storeRevisionSilently } from "../support/store-revision.js";
import { apiOf, withTestServer } from "../support/test-server.js";
import type { RequestError } from "../support/test-server.js";

const server = withTestServer();

const ask = <Data>(document: string, variables?: Record<string, unknown>): Promise<Data> =>
  server.admin.request<Data>(document, variables);

/** The one error of a request that must fail. */
async function refusalOf(document: string, variables?: Record<string, unknown>): Promise<RequestError> {
  const errors = await server.admin.errorsOf(document, variables);
  expect(errors).toHaveLength(1);
  return errors[0]!;
}

describe("The data map", () => {
  it("answers every list of the example, each entry with its references", async () => {
    const { dataMap } = await ask<{ dataMap: Record<string, unknown> }>(`{
      dataMap {
        revision effectiveFrom appliedAt appliedBy message
        controller {
          name legalForm registrationNumber address timeZone website clauses isExample assumptions
          representative { name position actsOnBasisOf } jurisdiction { code isControllersOwn }
          contacts { purpose email phone url } supervisoryAuthority { name country website breachNoticeWithinWorkingDays }
          complaintBodies { kind name country website description }
        }
        policyVersions {
          id number title description language effectiveFrom effectiveFromAssumed url sha256 thirdPartyLinksNote changesNote
        }
        subjectKinds { id key name account actingFor }
        channels { id key kind url }
        categories {
          id key description parent { key } children { key } isElement sources accuracyWarrantedByUser refusalConsequence
          onErasure keptAs isOpenEnded sharingRules { key } activities { key } retentionRules { key }
        }
        purposes { id key communicatesWithUser sharingRules { key } activities { key } }
        legalGrounds {
          id key kind instrument givenBy operations sources validity { lastsFor period extendedBy } withdrawalNotice
        }
        jurisdictions {
          id code name description retiredOn replacedBy protection { status validFrom validTo legalSource } recipients { key }
          calendar { weekend lastDayMovesToWorkingDay years { year holidays { date name } workingDays } }
        }
        safeguards {
          id key kind instrument validFrom validTo recipients { key } jurisdictions { code } securityMeasures { key }
        }
        securityMeasures { id key kind }
        serviceTypes { id key }
        recipients {
          id key kind jurisdiction { code } isResident registrationNumber address contacts { email } role
          serviceTypes { key } affiliation collectsOwnConsent passesOnTo { key } receivesFrom { key } agreements { key } sharingRules { key } activities { key }
        }
        agreements { id key recipient { key } number validFrom validTo securityMeasures { key } }
        sharingRules {
          id key recipient { key } recipientKind purpose { key } legalGround { key } categories { key } safeguard { key }
          agreementRequired authorityRequestRequired exclusive validFrom validTo interpretation
        }
        dataStores {
          id key jurisdiction { code } operatedBy { key } combinedWith { key } categories { key } securityMeasures { key }
        }
        retentionRules { id key categories { key } purposes { key } period startEvent legalSource criteria afterwards }
        activities {
          id key purposes { key } legalGrounds { key } categories { key } subjectKinds { key } sources channels { key }
          recipients { key } recipientKinds retentionRules { key } securityMeasures { key } dataStores { key }
        }
        impediments { id key legalSource }
        rightsRules {
          id key requestKind condition onlyForGrounds answerWithin answerWithinWorkingDays effectiveAfter effectiveAfterWorkingDays identityEvidence impediments { key }
          notifiesRecipients notifyWithin notifyWithinWorkingDays selfService legalSource
        }
        intakeRules {
          id key requestKinds address { purpose email } subjectLine form formalities ifNotInDueForm notThroughChannels { key }
        }
      }
    }`);
    expect(dataMap).toMatchObject({
      revision: 1,
      effectiveFrom: null,
      controller: {
        name: "EDTECH EDCRUNCH LLP",
        representative: { actsOnBasisOf: "Charter dated 27.01.2026" },
        jurisdiction: { code: "KZ", isControllersOwn: true },
        supervisoryAuthority: { country: "KZ", breachNoticeWithinWorkingDays: 1 },
      },
      policyVersions: [
        { id: "PolicyVersion:1", number: 1, effectiveFrom: "2026-01-27", effectiveFromAssumed: true },
      ],
      purposes: { length: 8 },
      recipients: { length: 8 },
    });
    expect(dataMap.sharingRules).toContainEqual({
      id: "SharingRule:financial_institutions",
      key: "financial_institutions",
      recipient: null,
      recipientKind: "FINANCIAL_INSTITUTION",
      purpose: { key: "provision_of_services" },
      legalGround: { key: "consent" },
      categories: [
        { key: "identification.individual_identification_number" },
        { key: "identification.mobile_phone" },
        { key: "identification.first_name" },
        { key: "identification.last_name" },
      ],
      safeguard: null,
      agreementRequired: false,
      authorityRequestRequired: false,
      exclusive: true,
      validFrom: null,
      validTo: null,
      interpretation: expect.stringContaining("only"),
    });
  });

  it("answers the revision chosen by moment or number, and the newest otherwise", async () => {
    await storeRevisionSilently(server.database.owner, {
      document: `jsonb_set(document, '{controller,name}', '"Renamed LLP"')`,
      effectiveFrom: "2026-06-01T00:00:00Z",
    });
    await server.app.dataMap.refresh();
    const name = (args: string) =>
      ask<{ dataMap: object }>(`{ dataMap${args} { revision effectiveFrom controller { name } } }`);
    const first = { revision: 1, effectiveFrom: null, controller: { name: "EDTECH EDCRUNCH LLP" } };
    const second = {
      revision: 2,
      effectiveFrom: "2026-06-01T00:00:00.000Z",
      controller: { name: "Renamed LLP" },
    };
    expect((await name("")).dataMap).toEqual(second);
    expect((await name("(revision: 1)")).dataMap).toEqual(first);
    expect((await name('(at: "1970-01-01T00:00:00Z")')).dataMap).toEqual(first);
    expect((await name('(at: "2026-06-01T04:59:59.999+05:00")')).dataMap).toEqual(first);
    expect((await name('(at: "2026-06-01T05:00:00+05:00")')).dataMap).toEqual(second);
    expect((await name("(at: null, revision: null)")).dataMap).toEqual(second);
  });

  it("refuses a moment together with a number, and a number that there is not", async () => {
    const both = await refusalOf('{ dataMap(at: "2026-03-01T00:00:00Z", revision: 1) { revision } }');
    expect(both).toMatchObject({ extensions: { code: "BAD_USER_INPUT", fields: ["revision"] } });
    expect(both.message).toMatch(/either at or revision/);
    for (const revision of [0, -1, 4711]) {
      const none = await refusalOf(`{ dataMap(revision: ${revision}) { revision } }`);
      expect(none).toMatchObject({ extensions: { code: "NOT_FOUND", fields: ["revision"] } });
    }
  });
});

describe("One entry", () => {
  it("is found by its key or code", async () => {
    const found = await ask(`{
      dataCategory(key: "identification.email") { id parent { id } isElement sources onErasure accuracyWarrantedByUser }
      processingPurpose(key: "marketing") { id communicatesWithUser }
      legalGround(key: "consent") { id validity { lastsFor period extendedBy } withdrawalNotice }
      recipient(key: "example_bank") { id kind isResident collectsOwnConsent sharingRules { key } }
      jurisdiction(code: "de") { id name isControllersOwn protection { status } recipients { key } }
    }`);
    expect(found).toEqual({
      dataCategory: {
        id: "DataCategory:identification.email",
        parent: { id: "DataCategory:identification" },
        isElement: true,
        sources: ["GIVEN_BY_USER"],
        onErasure: "ERASED",
        accuracyWarrantedByUser: true,
      },
      processingPurpose: { id: "ProcessingPurpose:marketing", communicatesWithUser: true },
      legalGround: {
        id: "LegalGround:consent",
        validity: { lastsFor: "AGREEMENT", period: null, extendedBy: "P5Y" },
        withdrawalNotice: "P30D",
      },
      recipient: {
        id: "Recipient:example_bank",
        kind: "FINANCIAL_INSTITUTION",
        isResident: true,
        collectsOwnConsent: true,
        sharingRules: [{ key: "financial_institutions" }],
      },
      jurisdiction: {
        id: "Jurisdiction:DE",
        name: "Germany",
        isControllersOwn: false,
        protection: [{ status: "UNDETERMINED" }],
        recipients: [{ key: "example_hosting" }],
      },
    });
  });

  it("that there is not is null", async () => {
    const keys = ["", "nobody", "identification.", "constructor", "__proto__", "x".repeat(10_000)];
    for (const key of keys) {
      const found = await ask(
        `query ($key: String!) {
          dataCategory(key: $key) { id } processingPurpose(key: $key) { id } legalGround(key: $key) { id } recipient(key: $key) { id }
        }`,
        { key },
      );
      expect(found).toEqual({
        dataCategory: null,
        processingPurpose: null,
        legalGround: null,
        recipient: null,
      });
    }
    expect(await ask('{ jurisdiction(code: "FR") { id } }')).toEqual({ jurisdiction: null });
  });

  it("is fetched again by its id, as what it is", async () => {
    const { node } = await ask<{ node: object }>(
      '{ node(id: "SharingRule:delivery_by_courier") { __typename id ... on CatalogueEntry { key } ... on Provenance { isExample } ... on SharingRule { recipient { key } } } }',
    );
    expect(node).toEqual({
      __typename: "SharingRule",
      id: "SharingRule:delivery_by_courier",
      key: "delivery_by_courier",
      isExample: true,
      recipient: { key: "example_courier" },
    });
    expect(await ask('{ node(id: "SharingRule:nothing") { id } }')).toEqual({ node: null });
  });

  it("is not looked for by a malformed country, which the error does not repeat", async () => {
    const literal = await refusalOf('{ jurisdiction(code: "canary-4711") { id } }');
    const variable = await refusalOf("query ($code: CountryCode!) { jurisdiction(code: $code) { id } }", {
      code: "canary-4711",
    });
    expect(literal.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
    expect(variable.extensions.code).toBe("BAD_USER_INPUT");
    for (const { message, extensions } of [literal, variable]) {
      expect(extensions.fields).toEqual(["code"]);
      expect(message).toMatch(/ISO 3166-1 alpha-2.*KZ/);
      expect(message).not.toContain("4711");
    }
  });
});

describe("Who may read the data map", () => {
  it("is every role, and nobody without a key", async () => {
    for (const role of ROLES) {
      const caller = await server.as(role);
      await expect(caller.request("{ dataMap { recipients { key } } }")).resolves.toBeDefined();
    }
    const errors = await apiOf(server.url, "").errorsOf("{ dataMap { revision } }");
    expect(errors.map((error) => error.extensions.code)).toEqual(["UNAUTHENTICATED"]);
  });
});
