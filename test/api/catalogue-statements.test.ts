import { describe, expect, it } from "@jest/globals";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

describe("The data map", () => {
  it.each([
    [
      "dataMap { recipients { agreements { securityMeasures { key } } sharingRules { categories { key } } } }",
    ],
    [
      "dataMap { controller { name } policyVersions { title } activities { purposes { key } dataStores { key } } }",
    ],
    ['dataMap(at: "2026-03-01T00:00:00Z") { revision }'],
    ["dataMap(revision: 1) { revision }"],
    ['dataCategory(key: "identification") { children { key } sharingRules { key } activities { key } }'],
    ['processingPurpose(key: "marketing") { sharingRules { key } activities { key } }'],
    ['legalGround(key: "consent") { name }'],
    ['recipient(key: "example_bank") { jurisdiction { code } sharingRules { key } }'],
    ['jurisdiction(code: "KZ") { recipients { key } }'],
    ['recipients(first: 3, filter: { search: "example" }) { totalCount nodes { key } }'],
    ['node(id: "SharingRule:delivery_by_courier") { id ... on CatalogueEntry { name } }'],
  ])(
    "is answered from memory, without a statement to the database but the caller's key: %s",
    async (query) => {
      const { statements } = await server.statementsOf(() => server.admin.request(`{ ${query} }`));
      expect(statements.filter((statement) => !/\bapi_key/.test(statement))).toEqual([]);
    },
  );

  it("has no other queries of entries and lists than those", () => {
    const catalogue = Object.values(server.schema.getQueryType()!.getFields())
      .filter(({ type }) =>
        /^(?:DataMap|DataCategory|ProcessingPurpose|LegalGround|Recipient|Jurisdiction)(?:Connection)?!?$/.test(
          String(type),
        ),
      )
      .map(({ name }) => name);
    expect(catalogue.sort()).toEqual([
      "dataCategory",
      "dataMap",
      "jurisdiction",
      "legalGround",
      "processingPurpose",
      "recipient",
      "recipients",
    ]);
  });
});
