import { describe, expect, it } from "@jest/globals";
import { buildSchema, execute, parse } from "graphql";
import { RequestTime, stopLateFields } from "../../../src/platform/graphql/limits/request-time.js";

describe("The time of a request", () => {
  it("is over when it is over, and not before", async () => {
    const time = new RequestTime(0.02);
    expect(time.isOver).toBe(false);
    await time.over;
    expect(time.isOver).toBe(true);
  });

  it("can be made longer, and stopped", async () => {
    const [longer, stopped] = [new RequestTime(0.02), new RequestTime(0.02)];
    longer.extend();
    stopped.stop();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect([longer.isOver, stopped.isOver]).toEqual([false, false]);
    longer.stop();
  });

  it("lets no further field begin once it is over", async () => {
    const schema = buildSchema("type Query { first: Thing } type Thing { name: String second: Thing }");
    const begun: string[] = [];
    const time = { isOver: false };
    const thing = {
      name: "thing",
      second: () => begun.push("second"),
    };
    const first = () => {
      begun.push("first");
      time.isOver = true;
      return Promise.resolve(thing);
    };
    stopLateFields(schema);
    const answer = await execute({
      schema,
      document: parse("{ first { name second { name } } }"),
      rootValue: { first },
      contextValue: { time },
    });
    expect(begun).toEqual(["first"]);
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors![0]!.originalError).toMatchObject({ code: "TOO_COSTLY" });
  });
});
