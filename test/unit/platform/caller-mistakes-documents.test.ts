import { describe, expect, it } from "@jest/globals";
import { GraphQLError, parse, Source, validate } from "graphql";
import {
  mistakeInDocument,
  withoutValues,
  type CallerMistake,
} from "../../../src/platform/graphql/caller-mistakes.js";
import { HOSTILE, MARK, schema } from "./refused-by-graphql.js";

/** What is told of a document that does not fit the schema. */
function ofDocument(source: string): CallerMistake[] {
  return validate(schema, parse(source)).map(mistakeInDocument);
}

/** What is told of a document that cannot be read. */
function ofSyntax(source: string): string {
  try {
    parse(source);
  } catch (error) {
    if (error instanceof GraphQLError) return withoutValues(error.message);
  }
  return "It can be read.";
}

describe("A mistake in a document", () => {
  it.each<[string, string, CallerMistake]>([
    [
      "a text for a number",
      `{ count(of: "${MARK}") }`,
      { message: "of: Int cannot represent non-integer value.", fields: ["of"] },
    ],
    [
      "a word for a text",
      `{ find(input: { name: ${MARK} }) }`,
      { message: "name: String cannot represent a non string value.", fields: ["name"] },
    ],
    [
      "a word for an enum",
      `{ find(input: { name: "a", kind: ${MARK} }) }`,
      { message: 'kind: This is not a value of the enum "Kind".', fields: ["kind"] },
    ],
    [
      "a text for an enum",
      `{ find(input: { name: "a", kind: "${MARK}" }) }`,
      { message: 'kind: Enum "Kind" cannot represent non-enum value.', fields: ["kind"] },
    ],
    [
      "a text for an object",
      `{ find(input: "${MARK}") }`,
      { message: 'input: Expected value of type "Person!".', fields: ["input"] },
    ],
    [
      "a number in a list",
      `{ count(tags: ["a", 870101300123]) }`,
      { message: "tags[1]: String cannot represent a non string value.", fields: ["tags[1]"] },
    ],
    [
      "an item's field",
      `{ find(input: { name: "a", friends: [{ name: "b" }, { name: "c", age: "${MARK}" }] }) }`,
      { message: "friends[1].age: Int cannot represent non-integer value.", fields: ["friends[1].age"] },
    ],
    [
      "a missing field",
      `{ find(input: { age: 1 }) }`,
      {
        message: 'input: Field "Person.name" of required type "String!" was not provided.',
        fields: ["input"],
      },
    ],
    [
      "a field that there is not",
      `{ finds }`,
      { message: 'Cannot query field "finds" on type "Query". Did you mean "find"?', fields: [] },
    ],
  ])("names the field and what is expected: %s", (_case, source, told) => {
    expect(ofDocument(source)).toEqual([told]);
  });

  it.each(HOSTILE)("never repeats a literal: %j", (value) => {
    const literal = JSON.stringify(value);
    for (const source of [
      `{ count(of: ${literal}) }`,
      `{ find(input: { name: "a", kind: ${literal} }) }`,
      `{ find(input: ${literal}) }`,
      `{ count(tags: [[${literal}]]) }`,
    ]) {
      const [told, ...others] = ofDocument(source);
      expect(others).toEqual([]);
      expect(told!.message).not.toContain(MARK);
    }
  });
});

describe("A document that cannot be read", () => {
  it.each([
    `{ count(of: "${MARK}" "${MARK}") }`,
    `{ count("${MARK}") }`,
    `"${MARK}"`,
    `{ """${MARK}""" }`,
    `{ count(of: "${MARK}) }`,
    `{ count(of: "a \\" ${MARK}" : 1) }`,
    `870101300123`,
    `{ count(of: 17${MARK}) }`,
    MARK,
    `query { count } ${MARK}`,
    `{ count(of: ]${MARK}`,
  ])("is refused without repeating it: %s", (source) => {
    const told = ofSyntax(source);
    expect(told).toMatch(/^Syntax Error: /);
    expect(told).not.toMatch(/870101300123|iin/);
  });
});

describe("The name of an operation", () => {
  it.each([MARK, `x". ${MARK}`, `\n${MARK}`])(
    "that the document does not have is not repeated: %j",
    (name) => {
      expect(withoutValues(`Unknown operation named "${name}".`)).toBe(
        "The document has no operation of the name asked for.",
      );
    },
  );
});

describe("A document with many mistakes", () => {
  it("is read once to tell where they are, however many they are", () => {
    const text = `{ ${Array.from({ length: 90 }, (_, i) => `a${i}: count(of: "${MARK}")`).join(" ")} }`;
    const source = new Source(text);
    const errors = validate(schema, parse(source));
    let reads = 0;
    Object.defineProperty(source, "body", { get: () => ((reads += 1), text) });
    expect(new Set(errors.map((error) => mistakeInDocument(error).fields[0]))).toEqual(new Set(["of"]));
    expect({ errors: errors.length, reads }).toEqual({ errors: 90, reads: 1 });
  });

  it("is not read again for fields that there are not", () => {
    const source = new Source("{ nonsense }");
    const errors = validate(schema, parse(source));
    Object.defineProperty(source, "body", { get: () => expect(source).toBe("read") });
    expect(errors.map(mistakeInDocument)).toMatchObject([{ fields: [] }]);
  });
});
