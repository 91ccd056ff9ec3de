import { describe, expect, it } from "@jest/globals";
import { graphql, printSchema } from "graphql";
import { Args, Extensions, Field, ObjectType, Query, Resolver, buildSchema } from "type-graphql";
import { AppError } from "../../../src/platform/errors.js";
import { ConnectionArgs, connectionOf, readPageArgs } from "../../../src/platform/graphql/connection.js";
import type { Connection, PageRequest } from "../../../src/platform/graphql/connection.js";
import { decodeCursor, encodeCursor } from "../../../src/platform/graphql/cursor.js";

function refusalOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("It was accepted.");
}

describe("Paging arguments", () => {
  it.each<[string, ConnectionArgs, PageRequest]>([
    ["nothing given: the first fifty", {}, { direction: "forward", limit: 50 }],
    ["first", { first: 10 }, { direction: "forward", limit: 10 }],
    ["the largest page", { first: 1_000, after: "x" }, { direction: "forward", limit: 1_000, after: "x" }],
    ["last", { last: 3, before: "y" }, { direction: "backward", limit: 3, before: "y" }],
    [
      "explicit nulls count as not given",
      { first: null, after: null, last: 2, before: null },
      { direction: "backward", limit: 2 },
    ],
    ["an empty page", { first: 0 }, { direction: "forward", limit: 0 }],
  ])("understand %s", (_case, args, expected) => {
    expect(readPageArgs(args)).toEqual(expected);
  });

  it.each<[string, ConnectionArgs, string[]]>([
    ["a negative first", { first: -1 }, ["first"]],
    ["a first over 1,000", { first: 1_001 }, ["first"]],
    ["a negative last", { last: -5 }, ["last"]],
    ["a last over 1,000", { last: 4_000 }, ["last"]],
    ["first with last", { first: 1, last: 1 }, ["last"]],
    ["all of it at once", { first: -1, last: 2_000 }, ["first", "last"]],
  ])("refuse %s and name the field", (_case, args, fields) => {
    const refusal = refusalOf(() => readPageArgs(args));
    expect(refusal.code).toBe("BAD_USER_INPUT");
    expect(refusal.fields).toEqual(fields);
    expect(refusal.message).toMatch(/0 to 1000|either first or last/);
  });
});

describe("A cursor", () => {
  const anything = () => true;

  it("carries its values unchanged, in characters that are safe in an address", () => {
    const values = ["disclosures", "2026-03-01T10:00:00.000Z", "Қазақстан 🙂"];
    expect(encodeCursor(values)).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(decodeCursor(encodeCursor(values), "after", anything)).toEqual(values);
  });

  it.each([
    ["text that is no base64url of JSON", "not a cursor!"],
    ["nothing", ""],
    ["a JSON object", Buffer.from('{"a":1}').toString("base64url")],
    ["values that are no text", Buffer.from('["a",[1]]').toString("base64url")],
    ["a cut cursor", encodeCursor(["abc", "7"]).slice(0, -3)],
    ["ten thousand characters", encodeCursor(["x".repeat(10_000)])],
  ])("is refused as %s, naming its argument and not its text", (_case, text) => {
    for (const argument of ["after", "before"] as const) {
      const refusal = refusalOf(() => decodeCursor(text, argument, anything));
      expect(refusal.code).toBe("BAD_USER_INPUT");
      expect(refusal.fields).toEqual([argument]);
      if (text) expect(refusal.message).not.toContain(text);
    }
  });

  it("of another list is refused", () => {
    const isOurs = (values: readonly string[]) => values[0] === "disclosures";
    expect(refusalOf(() => decodeCursor(encodeCursor(["findings", "1"]), "before", isOurs)).fields).toEqual([
      "before",
    ]);
  });
});

describe("A connection type", () => {
  const access = Extensions({ requiredPermission: ["READ_PEARS"] }) as ClassDecorator;
  let counted = 0;

  @access
  @ObjectType({ description: "A pear." })
  class Pear {
    @Field(() => String, { description: "Its name." })
    readonly name: string;
    constructor(name: string) {
      this.name = name;
    }
  }
  const PearConnection = connectionOf(Pear, "PearConnection", {
    entries: "pears",
    description: "Pears by name.",
    access,
  });

  @Resolver()
  class PearResolver {
    @Query(() => PearConnection, { description: "Pears." })
    pears(@Args(() => ConnectionArgs) args: ConnectionArgs): Connection<Pear> {
      const { limit } = readPageArgs(args);
      return new PearConnection({
        edges: ["a", "b", "c"]
          .slice(0, limit)
          .map((name) => ({ cursor: encodeCursor([name]), node: new Pear(name) })),
        hasNextPage: limit < 3,
        hasPreviousPage: false,
        countAll: () => {
          counted += 1;
          return 3;
        },
      });
    }
  }
  const schema = buildSchema({ resolvers: [PearResolver], validate: false });

  it("answers edges, nodes and the page's place", async () => {
    const source =
      "{ pears(first: 2) { edges { cursor node { name } } nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";
    const answer = await graphql({ schema: await schema, source });
    expect(JSON.parse(JSON.stringify(answer))).toEqual({
      data: {
        pears: {
          edges: [
            { cursor: encodeCursor(["a"]), node: { name: "a" } },
            { cursor: encodeCursor(["b"]), node: { name: "b" } },
          ],
          nodes: [{ name: "a" }, { name: "b" }],
          pageInfo: {
            hasNextPage: true,
            hasPreviousPage: false,
            startCursor: encodeCursor(["a"]),
            endCursor: encodeCursor(["b"]),
          },
        },
      },
    });
  });

  it("answers an empty page without cursors", async () => {
    const source = "{ pears(first: 0) { nodes { name } pageInfo { startCursor endCursor hasNextPage } } }";
    const answer = await graphql({ schema: await schema, source });
    expect(answer.data?.pears).toMatchObject({
      nodes: [],
      pageInfo: { startCursor: null, endCursor: null, hasNextPage: true },
    });
  });

  it("counts the whole list only where totalCount is selected", async () => {
    counted = 0;
    await graphql({ schema: await schema, source: "{ pears(first: 1) { nodes { name } } }" });
    expect(counted).toBe(0);
    const answer = await graphql({ schema: await schema, source: "{ pears(first: 1) { totalCount } }" });
    expect(answer.data?.pears).toEqual({ totalCount: 3 });
    expect(counted).toBe(1);
  });

  it("passes a refusal of its arguments on", async () => {
    const { errors } = await graphql({
      schema: await schema,
      source: "{ pears(first: 1001) { totalCount } }",
    });
    expect((errors?.[0]?.originalError as AppError).fields).toEqual(["first"]);
  });

  it("declares its permission on itself and on its edge", async () => {
    for (const name of ["PearConnection", "PearEdge"]) {
      expect((await schema).getType(name)?.extensions).toMatchObject({ requiredPermission: ["READ_PEARS"] });
    }
  });

  it("describes every element", async () => {
    const described = printSchema(await schema).split("\n");
    const undescribed = described.filter(
      (line, index) => /^ {2}[a-z]\w*[(:]/.test(line) && !described[index - 1]?.includes('"""'),
    );
    expect(undescribed).toEqual([]);
  });
});
