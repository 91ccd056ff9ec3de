import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  type GraphQLSchema,
} from "graphql";
import { describeSchema } from "../../src/schema.js";
import { readCommitted } from "../support/committed-file.js";
import { unresolvedSchema } from "../support/unresolved-schema.js";

const FILE = "schema.graphql";

interface Described {
  readonly description?: string | null;
  readonly deprecationReason?: string | null;
}

/** Every type, field, argument, input field and enum value, by its coordinate (GraphQL specification, section 3.13). */
function* elementsOf(schema: GraphQLSchema): Generator<readonly [coordinate: string, element: Described]> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__") || (isScalarType(type) && isSpecifiedScalarType(type))) continue;
    yield [type.name, type];
    if (isEnumType(type)) for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value];
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) yield [`${type.name}.${field.name}`, field];
    }
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        yield [`${type.name}.${field.name}`, field];
        for (const argument of field.args) yield [`${type.name}.${field.name}(${argument.name}:)`, argument];
      }
    }
  }
}

/** A sentence, or several: it begins as one, ends as one, and says more than the name. */
function isSentence(text: string | null | undefined): boolean {
  return text != null && text.length >= 4 && /^[\p{Lu}`]/u.test(text) && /[.…]$/.test(text.trim());
}

const undescribed = (schema: GraphQLSchema): string[] =>
  [...elementsOf(schema)]
    .filter(([, element]) => !isSentence(element.description))
    .map(([coordinate]) => coordinate);

describe(FILE, () => {
  it("is what the code serves (npm run emit-schema writes it)", async () => {
    const served = await describeSchema();
    expect(served.split("\n")).toEqual(readCommitted(FILE).split("\n"));
  });

  it("is a schema that others can read", () => {
    expect(buildSchema(readCommitted(FILE)).getQueryType()?.name).toBe("Query");
  });
});

describe("The served schema", () => {
  let schema: GraphQLSchema;
  beforeAll(async () => {
    schema = await unresolvedSchema();
  });

  it("describes every type, field, argument, input field and enum value in a sentence", () => {
    expect(undescribed(schema)).toEqual([]);
    expect([...elementsOf(schema)].length).toBeGreaterThan(300);
  });

  it("names mutations by a verb, gives them one input, and answers a payload of the same name", () => {
    const fields = Object.values(schema.getMutationType()!.getFields());
    expect(fields.length).toBeGreaterThan(0);
    for (const { name, args, type } of fields) {
      expect(name).toMatch(
        /^(record|amend|authorize|acknowledge|create|rotate|revoke|apply|upsert|retire|withdraw|end|restrict|lift|register|review|suspend|publish|open|confirm|note|decide|give|report|restore|reveal)[A-Z]/,
      );
      expect(args.map((argument) => argument.name)).toEqual([
        ["recordDisclosures", "recordConsents"].includes(name) ? "inputs" : "input",
      ]);
      expect(String(type)).toBe(`${name[0]!.toUpperCase()}${name.slice(1)}Payload!`);
    }
  });

  it("pages every list that can grow by the same four arguments", () => {
    const connections = [...elementsOf(schema)].filter(
      ([, element]) => "type" in element && /Connection!$/.test(String(element.type)),
    );
    expect(connections.map(([coordinate]) => coordinate)).toEqual(
      expect.arrayContaining([
        "Query.disclosures",
        "Query.recipients",
        "Query.apiKeys",
        "Query.people",
        "Disclosure.subjects",
        "DataSubject.disclosures",
      ]),
    );
    for (const [, field] of connections) {
      const names = (field as { args: readonly { name: string }[] }).args.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(["first", "after", "last", "before"]));
    }
  });

  it("is judged by a walk that finds what is not described", () => {
    const silent = buildSchema(`
      "A thing." type Thing { "Its name." name: String told("An argument." one: Int, two: Int): Int }
      "Kinds." enum Kind { "One." ONE TWO }
      "An input." input Ask { "What." what: String  why: String }
      scalar Moment
      "no sentence" interface Named { "Its name." name: String }
      type Query { "Things." things(ask: Ask): Thing  kind: Kind  at: Moment  named: Named }
    `);
    expect(undescribed(silent)).toEqual([
      "Thing.told",
      "Thing.told(two:)",
      "Kind.TWO",
      "Ask.why",
      "Moment",
      "Named",
      "Query",
      "Query.things(ask:)",
      "Query.kind",
      "Query.at",
      "Query.named",
    ]);
  });
});
