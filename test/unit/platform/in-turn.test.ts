import { describe, expect, it } from "@jest/globals";
import { InTurn } from "../../../src/platform/in-turn.js";

describe("Work that takes turns", () => {
  it("runs one at a time, in the order in which it was asked for, also after a failure", async () => {
    const turns = new InTurn();
    const log: string[] = [];
    const work = (name: string, fails = false) =>
      turns.run(async () => {
        log.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 2));
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const all = await Promise.allSettled([work("one"), work("two", true), work("three")]);
    expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(log).toEqual(["one", "two", "three"].flatMap((name) => [`${name} begins`, `${name} ends`]));
    expect(await work("four")).toBe("four");
  });
});
