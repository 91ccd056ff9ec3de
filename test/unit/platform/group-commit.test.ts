import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { setImmediate as nextTurn } from "node:timers/promises";
import { GroupCommit, type GroupCommitOptions } from "../../../src/platform/group-commit.js";

/** A commit that lasts until the test ends it. */
interface Held {
  readonly items: readonly number[];
  end(): void;
  fail(error: Error): void;
}

class OutcomeUnknown extends Error {}

/** A group commit of numbers, each answered by its double, whose commits last until the test ends them. */
function withHeldCommits(limits: Pick<GroupCommitOptions<number, number>, "slots" | "sizeMax">) {
  const held: Held[] = [];
  const group = new GroupCommit<number, number>({
    ...limits,
    isOutcomeUnknown: (error) => error instanceof OutcomeUnknown,
    commit: (items) =>
      new Promise((resolve, reject) => {
        held.push({ items, end: () => resolve(items.map((item) => item * 2)), fail: reject });
      }),
  });
  return { group, held };
}

describe("a group commit", () => {
  it("with a free slot begins in the very turn an item arrives in", async () => {
    const { group, held } = withHeldCommits({ slots: 2, sizeMax: 10 });
    const first = group.submit(1);
    await nextTurn();
    expect(held.map(({ items }) => items)).toEqual([[1]]);
    const second = group.submit(2);
    await nextTurn();
    expect(held.map(({ items }) => items)).toEqual([[1], [2]]);
    held[1]!.end();
    expect(await second).toBe(4);
    held[0]!.end();
    expect(await first).toBe(2);
  });

  it("puts what arrived in one turn together, in as many groups as it needs", async () => {
    const { group, held } = withHeldCommits({ slots: 2, sizeMax: 3 });
    for (const item of [1, 2, 3, 4, 5, 6, 7]) void group.submit(item);
    await nextTurn();
    expect(held.map(({ items }) => items)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  it("gathers while every slot is busy, and the first to come free takes what waits, in order, up to its size", async () => {
    const { group, held } = withHeldCommits({ slots: 1, sizeMax: 3 });
    const answers = [group.submit(0)];
    await nextTurn();
    for (const item of [1, 2, 3, 4]) {
      answers.push(group.submit(item));
      await nextTurn();
    }
    expect(held).toHaveLength(1);
    held[0]!.end();
    await nextTurn();
    expect(held[1]!.items).toEqual([1, 2, 3]);
    held[1]!.end();
    await nextTurn();
    expect(held[2]!.items).toEqual([4]);
    held[2]!.end();
    expect(await Promise.all(answers)).toEqual([0, 2, 4, 6, 8]);
  });

  it("tells all of a group whose outcome is unknown, and tries none of it again", async () => {
    const { group, held } = withHeldCommits({ slots: 1, sizeMax: 10 });
    const answers = Promise.allSettled([1, 2, 3].map((item) => group.submit(item)));
    await nextTurn();
    const lost = new OutcomeUnknown();
    held[0]!.fail(lost);
    expect(await answers).toEqual(Array(3).fill({ status: "rejected", reason: lost }));
    expect(held).toHaveLength(1);
    const next = group.submit(4);
    await nextTurn();
    held[1]!.end();
    expect(await next).toBe(8);
  });
});

/** When items arrive, which of them no transaction can take, and how long transactions last, in turns of the event loop. */
const storm = fc.record({
  slots: fc.integer({ min: 1, max: 4 }),
  sizeMax: fc.integer({ min: 1, max: 8 }),
  arrivals: fc.array(fc.record({ afterTurns: fc.integer({ min: 0, max: 3 }), isPoison: fc.boolean() }), {
    maxLength: 60,
  }),
  lasting: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 10 }),
});

describe("any storm of items", () => {
  it("commits every sound one once, tells every poisonous one its own fault, and keeps to its slots and sizes", async () => {
    await fc.assert(
      fc.asyncProperty(storm, async ({ slots, sizeMax, arrivals, lasting }) => {
        const committed: number[] = [];
        let underWay = 0;
        let transactions = 0;
        const group = new GroupCommit<number, string>({
          slots,
          sizeMax,
          isOutcomeUnknown: () => false,
          commit: async (items) => {
            underWay += 1;
            expect(underWay).toBeLessThanOrEqual(slots);
            expect(items.length).toBeLessThanOrEqual(sizeMax);
            const turns = lasting[transactions % lasting.length]!;
            transactions += 1;
            for (let turn = 0; turn < turns; turn += 1) await nextTurn();
            underWay -= 1;
            const poison = items.find((item) => arrivals[item]!.isPoison);
            if (poison !== undefined) throw new Error(`poison ${poison}`);
            committed.push(...items);
            return items.map((item) => `committed ${item}`);
          },
        });
        const answers: Promise<string>[] = [];
        for (const [item, { afterTurns }] of arrivals.entries()) {
          for (let turn = 0; turn < afterTurns; turn += 1) await nextTurn();
          answers.push(group.submit(item).catch((error: unknown) => (error as Error).message));
        }
        expect(await Promise.all(answers)).toEqual(
          arrivals.map(({ isPoison }, item) => `${isPoison ? "poison" : "committed"} ${item}`),
        );
        expect(committed.sort((a, b) => a - b)).toEqual(
          [...arrivals.keys()].filter((item) => !arrivals[item]!.isPoison),
        );
      }),
    );
  });
});
