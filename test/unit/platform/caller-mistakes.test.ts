import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { graphqlSync } from "graphql";
import { mistakeInVariables, type CallerMistake } from "../../../src/platform/graphql/caller-mistakes.js";
import { HOSTILE, MARK, schema } from "./refused-by-graphql.js";

const ASK = `query Ask($input: Person!, $kind: Kind, $inputs: [Person!]) { find(input: $input, kind: $kind, inputs: $inputs) }`;

/** What is told of variables that do not fit. */
function ofVariables(variableValues: Record<string, unknown>): CallerMistake[] {
  const { errors = [] } = graphqlSync({ schema, source: ASK, variableValues });
  return errors.map(mistakeInVariables);
}

describe("A mistake in variables", () => {
  it.each<[string, Record<string, unknown>, CallerMistake]>([
    [
      "a number for a text",
      { input: { name: 17 } },
      { message: "name: String cannot represent a non string value.", fields: ["name"] },
    ],
    [
      "a text for a number",
      { input: { name: "a", age: "17" } },
      { message: "age: Int cannot represent non-integer value.", fields: ["age"] },
    ],
    [
      "an object for an id",
      { input: { name: "a", id: {} } },
      { message: "id: ID cannot represent value.", fields: ["id"] },
    ],
    [
      "no value of the enum",
      { input: { name: "a", kind: "BAKERY" } },
      { message: 'kind: This is not a value of the enum "Kind".', fields: ["kind"] },
    ],
    [
      "a missing field",
      { input: { age: 1 } },
      { message: 'name: Field "name" of required type "String!" was not provided.', fields: ["name"] },
    ],
    [
      "a missing field of an item",
      { input: { name: "a", friends: [{ name: "b" }, {}] } },
      {
        message: 'friends[1].name: Field "name" of required type "String!" was not provided.',
        fields: ["friends[1].name"],
      },
    ],
    [
      "null in a list",
      { input: { name: "a", tags: ["x", null] } },
      { message: 'tags[1]: Expected non-nullable type "String!" not to be null.', fields: ["tags[1]"] },
    ],
    [
      "an unknown field",
      { input: { name: "a", agee: 1 } },
      {
        message: 'input: Field "agee" is not defined by type "Person". Did you mean "age"?',
        fields: ["input"],
      },
    ],
    [
      "a text for an object",
      { input: MARK },
      { message: 'input: Expected type "Person" to be an object.', fields: ["input"] },
    ],
    [
      "an item of another argument",
      { input: { name: "a" }, inputs: [{ name: "b", age: 1.5 }] },
      { message: "inputs[0].age: Int cannot represent non-integer value.", fields: ["inputs[0].age"] },
    ],
    [
      "a whole argument",
      { input: { name: "a" }, kind: 3 },
      { message: 'kind: Enum "Kind" cannot represent non-string value.', fields: ["kind"] },
    ],
    [
      "no argument at all",
      {},
      { message: 'Variable "$input" of required type "Person!" was not provided.', fields: [] },
    ],
  ])("names the field and what is expected: %s", (_case, variables, told) => {
    expect(ofVariables(variables)).toEqual([told]);
  });

  it("is told for each field that has one", () => {
    const mistakes = ofVariables({ input: { name: 1, kind: MARK, age: MARK } });
    expect(mistakes.flatMap(({ fields }) => fields)).toEqual(["name", "kind", "age"]);
  });

  it.each(HOSTILE)("never repeats the value, nor takes part of it for the field: %j", (value) => {
    const places: [Record<string, unknown>, string][] = [
      [{ name: [value] }, "name"],
      [{ name: { [value]: value } }, "name"],
      [{ name: "a", kind: value }, "kind"],
      [{ name: "a", age: value }, "age"],
      [{ name: "a", weight: value }, "weight"],
      [{ name: "a", isMember: value }, "isMember"],
      [{ name: "a", id: [value] }, "id"],
      [{ name: "a", tags: [[value]] }, "tags[0]"],
      [{ name: "a", friends: value }, "friends"],
      [{ name: "a", friends: [{ name: "b", kind: value }] }, "friends[0].kind"],
      [{ kind: "BANK", tags: [value] }, "name"],
    ];
    for (const [input, field] of places) {
      const [told, ...others] = ofVariables({ input });
      expect(others).toEqual([]);
      expect(told!.fields).toEqual([field]);
      expect(told!.message.startsWith(`${field}: `)).toBe(true);
      expect(told!.message).not.toContain(MARK);
    }
  });

  it.each(HOSTILE.slice(1))("never repeats a field's name that can be none: %j", (name) => {
    expect(ofVariables({ input: { name: "a", [name]: 1 } })).toEqual([
      { message: 'input: The type "Person" has no such field.', fields: ["input"] },
    ]);
  });

  it("never repeats any value, whatever surrounds it", () => {
    const text = fc.string({ unit: "binary", maxLength: 12 });
    const value = fc.tuple(text, text).map(([before, after]) => `${before}${MARK}${after}`);
    const wrong = fc.oneof(
      value,
      fc.array(value),
      fc.dictionary(fc.constantFrom("name", "x"), value),
      fc.constant({ name: [MARK] }),
    );
    const field = fc.constantFrom("kind", "age", "weight", "isMember", "friends");
    fc.assert(
      fc.property(field, wrong, (name, sent) => {
        const mistakes = ofVariables({ input: { name: "a", [name]: sent } });
        expect(JSON.stringify(mistakes)).not.toContain(MARK);
      }),
    );
  });
});
