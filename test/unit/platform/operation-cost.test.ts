import { describe, expect, it } from "@jest/globals";
import {
  buildSchema,
  Kind,
  parse,
  validate,
  type GraphQLObjectType,
  type OperationDefinitionNode,
} from "graphql";
import { costOf } from "../../../src/platform/graphql/limits/cost-limit.js";
import { FIELD_COST, type FieldCost } from "../../../src/platform/graphql/limits/cost-extension.js";

const schema = buildSchema(`
  interface Node { id: ID! }
  type Query {
    me: Person
    node(id: ID!): Node
    people(first: Int, last: Int): PersonConnection!
    report: [Row!]!
    map(at: String, revision: Int): Row!
    state(at: String): Row!
  }
  type Mutation { record(inputs: [String!]!): Recorded! }
  type Recorded { results: [Row!]! }
  type Person implements Node { id: ID!, name: String!, names: [String!]!, friends(first: Int): PersonConnection!, pets: [Pet!]! }
  type Pet implements Node { id: ID!, name: String!, owner: Person! }
  type PersonConnection { nodes: [Person!]!, edges: [PersonEdge!]!, totalCount: Int! }
  type PersonEdge { node: Person! }
  type Row { key: String!, value: Int! }
`);

function declare(type: string, field: string, cost: FieldCost): void {
  const { extensions } = (schema.getType(type) as GraphQLObjectType).getFields()[field]!;
  (extensions as Record<string, unknown>)[FIELD_COST] = cost;
}
declare("Query", "report", { own: 500 });
declare("PersonConnection", "totalCount", { own: 50 });
declare("Mutation", "record", { own: 5, entriesOf: "inputs" });

function cost(text: string, variables: Record<string, unknown> = {}): number {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return costOf(schema, document, operation as OperationDefinitionNode, variables).cost;
}

describe("The cost of an operation", () => {
  it.each<[string, number]>([
    ["{ __typename }", 1],
    ["{ me { name } }", 11],
    ["{ me { name names __typename } }", 13],
    ["{ a: me { name } b: me { name } }", 22],
    ["{ people { nodes { name } } }", 10 + 1 + 50],
    ["{ people(first: 7) { nodes { name } } }", 10 + 1 + 7],
    ["{ people(last: 7) { edges { node { name } } } }", 10 + 1 + 7 * 2],
    ["{ people(first: 0) { nodes { name } } }", 10 + 1],
    ["{ people(first: -7) { nodes { name } } }", 10 + 1],
    ["{ people(first: 2000000000) { nodes { name } } }", 10 + 1 + 1_000],
    ["{ people { totalCount } }", 10 + 50],
    ["{ me { pets { name owner { name } } } }", 10 + 1 + 10 * 3],
    [
      "{ people(first: 10) { nodes { friends(first: 10) { nodes { name } } } } }",
      10 + 1 + 10 * (20 + 1 + 10),
    ],
    ["{ report { key value } }", 500 + 10 * 2],
    ["mutation { record(inputs: []) { results { key } } }", 0 + 1],
    ['mutation { record(inputs: ["a", "b"]) { results { key } } }', 2 * 5 + 1 + 2],
    ['mutation { record(inputs: "a") { results { key } } }', 5 + 1 + 1],
    ['{ node(id: "x") { id ... on Person { name } ... on Pet { name owner { name } } } }', 10 + 1 + 3],
    [
      '{ node(id: "x") { ... on Person { a: name b: name } ... on Person { c: name d: name } ... on Pet { name } } }',
      10 + 4,
    ],
    [
      "{ people(first: 3) { ...P } } fragment P on PersonConnection { nodes { ...N } } fragment N on Person { name }",
      10 + 1 + 3,
    ],
    ["{ map { key } }", 10 + 1],
    ["{ map(revision: 3) { key } }", 10 + 1_000 + 1],
    ['{ map(at: "2026-01-01") { key } }', 10 + 1_000 + 1],
    ['{ state(at: "2026-01-01") { key } }', 10 + 1],
    ["{ __schema { types { name } } }", 10 + 1 + 10],
  ])("of %s is %d", (text, expected) => {
    expect(cost(text)).toBe(expected);
  });

  it("counts an older revision where a variable, or its default, asks for one", () => {
    const asked = "query ($at: String) { map(at: $at) { key } }";
    expect(cost(asked)).toBe(11);
    expect(cost(asked, { at: "2026-01-01" })).toBe(1_011);
    expect(cost('query ($at: String = "2026-01-01") { map(at: $at) { key } }')).toBe(1_011);
  });

  it("follows variables and their defaults", () => {
    const query = "query ($first: Int = 5) { people(first: $first) { nodes { name } } }";
    expect(cost(query)).toBe(16);
    expect(cost(query, { first: 30 })).toBe(41);
    expect(cost(query, { first: "30" })).toBe(61);
    const many = "mutation ($inputs: [String!]!) { record(inputs: $inputs) { results { key } } }";
    expect(cost(many, { inputs: ["a", "b", "c"] })).toBe(3 * 5 + 1 + 3);
    expect(cost(many, { inputs: "a" })).toBe(5 + 1 + 1);
  });

  it("is computed anew for other sizes of the same operation", () => {
    const document = parse("query ($n: Int) { people(first: $n) { nodes { name } } }");
    const operation = document.definitions[0] as OperationDefinitionNode;
    const costs = [1, 2, 2, null, 1].map((n) => costOf(schema, document, operation, { n }).cost);
    expect(costs).toEqual([12, 13, 13, 61, 12]);
  });

  it("is found in time linear in the document, however its fragments multiply", () => {
    const doubling = Array.from(
      { length: 30 },
      (_, i) =>
        `fragment F${i} on Person { a: pets { owner { ...F${i + 1} } } b: pets { owner { ...F${i + 1} } } }`,
    );
    const begun = performance.now();
    expect(cost(`{ me { ...F0 } } ${doubling.join(" ")} fragment F30 on Person { name }`)).toBeGreaterThan(
      1e30,
    );
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
