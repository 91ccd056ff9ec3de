import { describe, expect, it } from "@jest/globals";
import { fastify } from "fastify";
import { setTimeout as sleep } from "node:timers/promises";
import { tellHealth } from "../../../src/platform/http/readiness.js";
import { RecentAnswer } from "../../../src/platform/recent-answer.js";

const GOOD_MS = 50;

/** A question that is answered by hand, with the number of times it was asked. */
function openQuestion() {
  const asked: { answer: (value: number) => void; fail: (error: Error) => void }[] = [];
  const recent = new RecentAnswer(
    () => new Promise<number>((answer, fail) => void asked.push({ answer, fail })),
    GOOD_MS,
  );
  return { asked, recent };
}

describe("A recent answer", () => {
  it("is waited for by all who ask meanwhile, however long it takes, and is good for a moment", async () => {
    const { asked, recent } = openQuestion();
    const first = recent.get();
    await sleep(2 * GOOD_MS);
    const second = recent.get();
    expect(asked).toHaveLength(1);
    asked[0]!.answer(1);
    expect(await Promise.all([first, second])).toEqual([1, 1]);
    void recent.get();
    expect(asked).toHaveLength(2);
    asked[1]!.answer(2);
    expect([await recent.get(), await recent.get()]).toEqual([2, 2]);
    await sleep(2 * GOOD_MS);
    void recent.get();
    expect(asked).toHaveLength(3);
  });

  it("is no failure, after which it is asked again", async () => {
    const { asked, recent } = openQuestion();
    const failed = recent.get();
    asked[0]!.fail(new Error("Not now."));
    await expect(failed).rejects.toThrow("Not now.");
    const again = recent.get();
    asked[1]!.answer(2);
    expect(await again).toBe(2);
  });

  it("is none that was asked before something changed", async () => {
    const { asked, recent } = openQuestion();
    const before = recent.get();
    recent.forget();
    const after = recent.get();
    asked[1]!.answer(2);
    asked[0]!.fail(new Error("Too late."));
    await expect(before).rejects.toThrow("Too late.");
    expect([await after, await recent.get()]).toEqual([2, 2]);
    expect(asked).toHaveLength(2);
  });
});

it("A database that answers nothing at all does not answer, and is asked again", async () => {
  const server = fastify();
  let asked = 0;
  const dead = new Promise<boolean>(() => {});
  tellHealth(server, () => ((asked += 1) === 1 ? dead : Promise.resolve(true)), 700);
  const answers = await Promise.all([server.inject("/readyz"), server.inject("/readyz")]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([503, 503]);
  expect(asked).toBe(1);
  expect((await server.inject("/readyz")).statusCode).toBe(200);
});
