import { describe, expect, it } from "@jest/globals";
import { GraphQLError, GraphQLObjectType, GraphQLSchema, GraphQLString, graphql } from "graphql";
import type { GraphQLScalarType } from "graphql";
import {
  CalendarDate,
  Count,
  CountryCode,
  DateTime,
  Duration,
  UUID,
} from "../../../src/platform/graphql/scalars.js";

interface Expectation {
  readonly scalar: GraphQLScalarType;
  /** Text in, text out again. */
  readonly accepted: readonly (readonly [string, string])[];
  readonly refused: readonly unknown[];
}

const EXPECTATIONS: readonly Expectation[] = [
  {
    scalar: DateTime,
    accepted: [
      ["2026-03-01T10:00:00Z", "2026-03-01T10:00:00.000Z"],
      ["2026-03-01T15:00:00+05:00", "2026-03-01T10:00:00.000Z"],
      ["2026-03-01t10:00:00.123456z", "2026-03-01T10:00:00.123Z"],
      ["2024-02-29T23:59:59-12:00", "2024-03-01T11:59:59.000Z"],
      ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
      ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
    ],
    refused: [
      "2026-03-01T10:00:00",
      "2026-03-01",
      "2026-02-30T10:00:00Z",
      "2025-02-29T10:00:00Z",
      "2026-13-01T10:00:00Z",
      "2026-03-01T24:00:00Z",
      "2026-03-01T23:59:60Z",
      "2026-03-01T10:00:00+25:00",
      "2026-03-01 10:00:00Z",
      "0000-12-31T23:59:59Z",
      "0001-01-01T00:00:00+23:59",
      "9999-12-31T23:59:59-23:59",
      "2026-03-01T10:00:00Z\n",
      "yesterday",
      "",
      1772359200000,
      null,
      {},
      [],
    ],
  },
  {
    scalar: CalendarDate,
    accepted: [
      ["2026-03-01", "2026-03-01"],
      ["2024-02-29", "2024-02-29"],
      ["0001-01-01", "0001-01-01"],
    ],
    refused: [
      "2026-02-29",
      "2026-3-1",
      "01.03.2026",
      "2026-03-01T00:00:00Z",
      "0000-01-01",
      "2026-03-01\n",
      "",
      20260301,
      null,
      {},
    ],
  },
  {
    scalar: Duration,
    accepted: [
      ["P5Y", "P5Y"],
      ["P30D", "P30D"],
      ["P1Y6M", "P1Y6M"],
      ["PT12H", "PT12H"],
      ["PT1.25S", "PT1.25S"],
    ],
    refused: [
      "P",
      "PT",
      "5Y",
      "P5",
      "-P5Y",
      "P-5Y",
      "P1.5Y",
      "PT1,25H",
      "P5Y30",
      "p5y",
      "P30D\n",
      "30 days",
      "",
      30,
      null,
      {},
    ],
  },
  {
    scalar: CountryCode,
    accepted: [
      ["KZ", "KZ"],
      ["de", "DE"],
    ],
    refused: ["KAZ", "ZZ", "K", "Kazakhstan", "KZ\n", "", 7, null, {}],
  },
  {
    scalar: UUID,
    accepted: [
      ["0195511d-2c00-7cc3-98c4-dc0c0c07398f", "0195511d-2c00-7cc3-98c4-dc0c0c07398f"],
      ["0195511D-2C00-7CC3-98C4-DC0C0C07398F", "0195511d-2c00-7cc3-98c4-dc0c0c07398f"],
    ],
    refused: [
      "{0195511d-2c00-7cc3-98c4-dc0c0c07398f}",
      "urn:uuid:0195511d-2c00-7cc3-98c4-dc0c0c07398f",
      "0195511d2c007cc398c4dc0c0c07398f",
      "0195511d-2c00-7cc3-98c4-dc0c0c07398",
      "0195511d-2c00-7cc3-98c4-dc0c0c07398g",
      "0195511d-2c00-7cc3-98c4-dc0c0c07398f\n",
      "",
      1,
      null,
      {},
    ],
  },
];

/** Stands for a person's reference typed into the wrong field. */
const CANARY = "canary-person-4711";

function schemaWithArgument(scalar: GraphQLScalarType): GraphQLSchema {
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: "Query",
      fields: { echo: { type: GraphQLString, args: { value: { type: scalar } } } },
    }),
  });
}

describe.each(EXPECTATIONS.map((each) => [each.scalar.name, each] as const))(
  "The scalar %s",
  (_name, each) => {
    it.each(each.accepted)("reads %s and writes %s", (given, written) => {
      expect(each.scalar.serialize(each.scalar.parseValue(given))).toBe(written);
    });

    it.each(each.refused.map((given) => [JSON.stringify(given), given]))("refuses %s", (_text, given) => {
      expect(() => each.scalar.parseValue(given)).toThrow(GraphQLError);
    });

    it("says what it expects with an example and never what it was given", () => {
      const example = each.accepted[0]?.[0] ?? "";
      let refusal: unknown;
      try {
        each.scalar.parseValue(CANARY);
      } catch (error) {
        refusal = error;
      }
      expect(refusal).toBeInstanceOf(GraphQLError);
      const { message, extensions } = refusal as GraphQLError;
      expect(message).toContain(`${each.scalar.name} expects `);
      expect(message).toContain(example);
      expect(extensions.code).toBe("BAD_USER_INPUT");
      expect(JSON.stringify(refusal)).not.toContain(CANARY);
    });

    it.each([`"${CANARY}"`, "4711", "{ reference: 4711 }", "[4711]", "CANARY_4711"])(
      "does not repeat the literal %s of a query in its error",
      async (literal) => {
        const { errors } = await graphql({
          schema: schemaWithArgument(each.scalar),
          source: `{ echo(value: ${literal}) }`,
        });
        expect(errors).toHaveLength(1);
        expect(errors?.[0]?.message).not.toContain("4711");
        expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
      },
    );

    it("does not answer a value that has no such form", () => {
      expect(() => each.scalar.serialize(CANARY)).toThrow();
      expect(() => each.scalar.serialize(new Date(Number.NaN))).toThrow();
      expect(() => each.scalar.serialize(CANARY)).not.toThrow(CANARY);
    });

    it("is described, and points at its standard", () => {
      expect(each.scalar.description?.length).toBeGreaterThan(40);
      expect(each.scalar.specifiedByURL).toMatch(/^https:/);
    });
  },
);

describe("Count", () => {
  it("answers whole numbers from 0 to 2^53 − 1, which an Int cannot hold, and nothing else", () => {
    for (const number of [0, 1, 2 ** 31, Number.MAX_SAFE_INTEGER])
      expect(Count.serialize(number)).toBe(number);
    for (const value of [-1, 0.5, 2 ** 53, Number.NaN, "1", null, 1n])
      expect(() => Count.serialize(value)).toThrow("answered as Count");
  });

  it("reads the same, however they are written, and repeats nothing else", async () => {
    for (const number of [0, 1, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
      expect(Count.parseValue(number)).toBe(number);
      const source = `{ echo(value: ${number}) }`;
      expect((await graphql({ schema: schemaWithArgument(Count), source })).errors).toBeUndefined();
    }
    for (const value of [-1, 0.5, 2 ** 53, Number.NaN, "1", null, CANARY])
      expect(() => Count.parseValue(value)).toThrow(/^Count expects a whole number from 0/);
    for (const literal of [
      "-1",
      "0.5",
      "9007199254740992",
      '"1"',
      `"${CANARY}"`,
      CANARY.replaceAll("-", "_"),
    ]) {
      const source = `{ echo(value: ${literal}) }`;
      const { errors } = await graphql({ schema: schemaWithArgument(Count), source });
      expect(errors?.map(({ message }) => message)).toEqual([
        expect.stringMatching(/^Count expects .*12\.$/),
      ]);
    }
  });
});
