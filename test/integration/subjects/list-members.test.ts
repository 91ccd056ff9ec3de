import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { v7 } from "uuid";
import { SubjectSet, type SubjectNumber } from "../../../src/modules/subjects/index.js";
import {
  countOutside,
  findOutsiders,
} from "../../../src/modules/subjects/subject-list-members.repository.js";
import { insertList, segmentsOfList } from "../../../src/modules/subjects/subject-lists.repository.js";
import { inTransaction } from "../../../src/platform/db/transaction.js";
import { withTestDatabase } from "../../support/test-database.js";

const database = withTestDatabase();

async function store(numbers: readonly number[]): Promise<string> {
  const id = v7();
  const set = SubjectSet.of(numbers as readonly SubjectNumber[]);
  const now = new Date();
  const list = {
    id,
    createdAt: now,
    createdBy: "test",
    subjectCount: set.size,
    digest: null,
    expiresAt: now,
  };
  await inTransaction(database.api, (tx) => insertList(tx, list, set.segments()));
  return id;
}

/** Few or many, as arrays and as bitmaps, in some neighbouring segments. */
const anySet = fc
  .record({
    from: fc.constantFrom(0, 100, 4_000, 9_000),
    count: fc.constantFrom(1, 3, 247, 248, 5_000),
    step: fc.constantFrom(1, 2),
  })
  .map(({ from, count, step }) => Array.from({ length: count }, (_, index) => from + index * step));

describe("Users asked about", () => {
  it("are told apart from those of a list, however either is packed", async () => {
    await fc.assert(
      fc.asyncProperty(anySet, anySet, async (asked, listed) => {
        const [source, list] = [await store(asked), await store(listed)];
        const known = new Set(listed);
        const outside = asked.filter((number) => !known.has(number));
        expect(await countOutside(database.api.manager, segmentsOfList(source), list)).toBe(outside.length);
        const members = asked.map((number) => ({ list, number: number as SubjectNumber }));
        const positions = await findOutsiders(database.api.manager, members);
        expect(positions.map((position) => asked[position])).toEqual(outside);
      }),
      { numRuns: 40 },
    );
  });

  it("are each asked about with a list of their own", async () => {
    const [one, other] = [await store([1, 2]), await store([2, 3])];
    const asked = [
      { list: one, number: 3 },
      { list: other, number: 3 },
      { list: one, number: 1 },
      { list: v7(), number: 1 },
    ].map(({ list, number }) => ({ list, number: number as SubjectNumber }));
    expect(await findOutsiders(database.api.manager, asked)).toEqual([0, 3]);
    expect(await findOutsiders(database.api.manager, [])).toEqual([]);
  });
});
