import { describe, expect, it } from "@jest/globals";
import { NumberBlocks } from "../../../src/modules/subjects/number-blocks.service.js";
import { withTestDatabase } from "../../support/test-database.js";

const database = withTestDatabase();

describe("numbers set aside", () => {
  it("are never given to two callers, in one process or in several, however many ask at once", async () => {
    const processes = Array.from({ length: 4 }, () => new NumberBlocks(database.api.manager));
    const counts = [1, 700, 3, 1_500, 40, 1_024, 2, 999];
    const reserved = await Promise.all(
      processes.flatMap((blocks) => counts.map((count) => blocks.reserve(count))),
    );
    expect(reserved.map(({ length }) => length)).toEqual(processes.flatMap(() => counts));
    const all = reserved.flat();
    expect(new Set(all).size).toBe(all.length);
  });

  it("are given out one after another without gaps", async () => {
    const blocks = new NumberBlocks(database.api.manager);
    const [first] = await blocks.reserve(1);
    const following = [...(await blocks.reserve(1)), ...(await blocks.reserve(1))];
    expect(following).toEqual([first! + 1, first! + 2]);
  });

  it("are given out again where they were given back, without asking the database", async () => {
    const blocks = new NumberBlocks(database.api.manager);
    const reserved = await blocks.reserve(10);
    blocks.giveBack(reserved.slice(4));
    const next = async () => {
      const [row] = await database.owner.query<{ next: string }[]>("SELECT next FROM subject_number_block");
      return row?.next;
    };
    const before = await next();
    const again = await blocks.reserve(20);
    expect(await next()).toBe(before);
    expect(again).toEqual(expect.arrayContaining(reserved.slice(4)));
    for (const used of reserved.slice(0, 4)) expect(again).not.toContain(used);
  });

  it("may be none", async () => {
    expect(await new NumberBlocks(database.api.manager).reserve(0)).toEqual([]);
  });
});
