import { describe, expect, it } from "@jest/globals";
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";
import type { GraphQLSchema } from "graphql";
import { buildSchemaSync } from "type-graphql";
import { findCatalogueNode } from "../../../src/modules/datamap/index.js";
import { catalogueLists } from "../../../src/modules/datamap/core/catalogue-lists.js";
import { datamapResolvers } from "../../../src/modules/datamap/graphql/datamap.resolver.js";
import { DataMap } from "../../../src/modules/datamap/graphql/data-map.type.js";
import type { Node } from "../../../src/platform/graphql/node.type.js";
import { exampleSnapshot } from "./example-snapshot.js";

const schema: GraphQLSchema = buildSchemaSync({ resolvers: datamapResolvers, validate: false });

const FOREIGN_TYPES = new Set(["Query", "Mutation", "String", "Int", "Boolean", "ID"]);

/** `Type`, `Type.field`, `Type.field(argument)` and `Type.VALUE`, each with what the schema says of it. */
function* describedElements(): Generator<readonly [string, string | null | undefined]> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    if (!FOREIGN_TYPES.has(type.name)) yield [type.name, type.description];
    if (isEnumType(type)) {
      for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value.description];
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        yield [`${type.name}.${field.name}`, field.description];
    } else if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        yield [`${type.name}.${field.name}`, field.description];
        for (const each of field.args) yield [`${type.name}.${field.name}(${each.name})`, each.description];
      }
    }
  }
}

describe("The catalogue's part of the schema", () => {
  it("describes every type, field, argument and enum value in a sentence", () => {
    const elements = [...describedElements()];
    expect(elements.length).toBeGreaterThan(300);
    expect(elements.filter(([, description]) => !/^\S.{4,}[.:)]$/s.test(description ?? ""))).toEqual([]);
  });

  it("declares a permission on every object type, query and mutation", () => {
    const open = Object.values(schema.getTypeMap())
      .filter(
        (type) =>
          isObjectType(type) && !type.name.startsWith("__") && !["Query", "Mutation"].includes(type.name),
      )
      .filter((type) => type.extensions.requiredPermission === undefined);
    expect(open.map((type) => type.name)).toEqual([]);
    const queries = Object.values(schema.getQueryType()?.getFields() ?? {});
    expect(queries.map((query) => query.name).sort()).toEqual([
      "dataCategory",
      "dataMap",
      "dataMapDiff",
      "dataMapRevisions",
      "deadline",
      "jurisdiction",
      "legalGround",
      "processingPurpose",
      "recipient",
      "recipients",
    ]);
    for (const query of queries) expect(query.extensions.requiredPermission).toEqual(["READ_DATA_MAP"]);
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    expect(mutations).not.toEqual([]);
    for (const { extensions } of mutations) expect(extensions.requiredPermission).toEqual(["WRITE_DATA_MAP"]);
  });

  it("has a list in DataMap for every list of the document", () => {
    const dataMap = schema.getType("DataMap");
    const fields = isObjectType(dataMap) ? Object.keys(dataMap.getFields()) : [];
    expect(fields).toEqual(expect.arrayContaining([...catalogueLists, "controller", "policyVersions"]));
  });

  it("lets every entry be fetched again by its id", () => {
    const snapshot = exampleSnapshot();
    const dataMap = new DataMap(snapshot);
    const lists = [...catalogueLists, "policyVersions"] as const;
    const entries = lists.flatMap((list): readonly Node[] => dataMap[list]);
    expect(entries.length).toBeGreaterThan(100);
    for (const entry of entries) {
      const again = findCatalogueNode(snapshot, entry.id);
      expect(again?.id).toBe(entry.id);
      expect(again?.constructor).toBe(entry.constructor);
      expect(entry.id.split(":")[0]).toBe(entry.constructor.name);
      expect(schema.getType(entry.constructor.name)).toBeDefined();
    }
  });

  it.each([
    "",
    "Recipient",
    "Recipient:",
    "Recipient:nobody",
    "Nothing:example_bank",
    "constructor:x",
    "PolicyVersion:x",
    "PolicyVersion:",
    "PolicyVersion:01",
    "Recipient:example_bank:",
  ])("finds nothing by the id %p", (id) => {
    expect(findCatalogueNode(exampleSnapshot(), id)).toBeNull();
  });
});
