import { describe, expect, it } from "@jest/globals";
import { buildSchema, execute, parse } from "graphql";
import { AnswerSize, FAILURES_MAX } from "../../../src/platform/graphql/limits/answer-size.js";
import { boundAnswers } from "../../../src/platform/graphql/limits/bound-answers.js";

/** What is said of an answer of these values; null where it is not too large. */
function saidOf(max: number, values: readonly unknown[]): string | null {
  let said: string | null = null;
  const size = new AnswerSize(max, ({ message }) => (said = message));
  for (const value of values) size.add(value);
  return said;
}

describe("What an answer holds", () => {
  it.each<[string, readonly unknown[]]>([
    ["values", [1, null, true]],
    ["the entries of lists", [[1, 2]]],
    ["the length of texts", ["a".repeat(200)]],
  ])("counts %s, up to its bound", (_what, values) => {
    expect(saidOf(3, values)).toBeNull();
    expect(saidOf(3, [...values, 1])).toContain("holds too much");
  });

  it("counts fields that fail, up to as many as there may be", () => {
    let said = "";
    const size = new AnswerSize(1_000, ({ message }) => (said = message));
    for (let times = 0; times < FAILURES_MAX; times += 1) size.fail();
    expect(said).toBe("");
    size.fail();
    expect(said).toContain(`More than ${FAILURES_MAX} fields`);
  });
});

describe("The fields of an answer", () => {
  const schema = buildSchema(
    "type Query { things: [Thing!]! later: Thing } type Thing { name: String sure: String! inner: Thing }",
  );
  boundAnswers(schema);

  /** What of a query on such things is answered, and what happened to the fields meanwhile, until one is named `last`. */
  async function ask(query: string, rootValue: object) {
    const time = { isOver: false };
    const happened: unknown[] = [];
    const answer = {
      add: (value: unknown) => {
        happened.push(value);
        if (value === "last") time.isOver = true;
      },
      fail: () => {
        happened.push("failed");
        time.isOver ||= happened.length > 2;
      },
    };
    const document = parse(query);
    const { data, errors } = await execute({ schema, document, rootValue, contextValue: { time, answer } });
    return { data: JSON.parse(JSON.stringify(data)) as object, errors: errors ?? [], happened };
  }

  it("are counted, also where they are answered later", async () => {
    const one = { name: "one" };
    const { happened } = await ask("{ later { name } }", { later: () => Promise.resolve(one) });
    expect(happened).toEqual([one, "one"]);
  });

  it("do not begin once the request is over", async () => {
    const begun: string[] = [];
    const inner = () => void begun.push("inner");
    const later = () => Promise.resolve({ name: "last", inner, sure: inner });
    const { data, errors } = await ask("{ later { name inner { name } sure } }", { later });
    expect(begun).toEqual([]);
    expect(data).toEqual({ later: null });
    expect(errors.map(({ originalError }) => originalError)).toMatchObject([{ code: "TOO_COSTLY" }]);
  });

  it.each<[string, () => unknown]>([
    [
      "at once",
      () => {
        throw new Error("at once");
      },
    ],
    ["later", () => Promise.reject(new Error("later"))],
  ])("that fail %s make no more errors once the request is over", async (_when, name) => {
    const things = Array.from({ length: 10 }, () => ({ name }));
    const { errors, data } = await ask("{ things { name } }", { things });
    expect(errors.length).toBeLessThan(3);
    expect(data).toEqual({ things: things.map(() => ({ name: null })) });
  });
});
