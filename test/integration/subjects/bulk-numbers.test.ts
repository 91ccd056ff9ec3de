import { describe, expect, it } from "@jest/globals";
import { randomBytes } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { BulkNumbers, UNKNOWN } from "../../../src/modules/subjects/bulk-numbers.service.js";
import { PseudonymBatch, type SortedPseudonyms } from "../../../src/modules/subjects/core/pseudonym-batch.js";
import { countStatements } from "../../support/count-statements.js";
import { erasedSubjectsOf } from "../../support/erased-subjects.js";
import { withTestDatabase } from "../../support/test-database.js";
import { planOfStatement } from "../../plans/explain.js";

const database = withTestDatabase();

function sortedOf(pseudonyms: readonly Buffer[]): Promise<SortedPseudonyms> {
  const batch = new PseudonymBatch();
  for (const pseudonym of pseudonyms) {
    const at = batch.next();
    for (let word = 0; word < 4; word += 1) batch.words[at + word] = pseudonym.readUInt32BE(word * 4);
  }
  return batch.sorted(nextTurn);
}

const someNew = (count: number) => Array.from({ length: count }, () => randomBytes(16));
const numbers = () => new BulkNumbers(database.api, erasedSubjectsOf());

describe("The numbers of many users", () => {
  it("are given once, and found again, in the order of the pseudonyms", async () => {
    const pseudonyms = someNew(1_000);
    const sorted = await sortedOf(pseudonyms);
    expect([...new Set(await numbers().find(sorted))]).toEqual([UNKNOWN]);
    const given = await numbers().resolve(sorted);
    expect(new Set(given).size).toBe(1_000);
    expect(given.every((number, place) => number === given[0]! + place)).toBe(true);
    expect(await numbers().resolve(sorted)).toEqual(given);

    const mixed = await sortedOf([...pseudonyms.slice(0, 500), ...someNew(500)]);
    const found = await numbers().find(mixed);
    expect(found.filter((number) => number !== UNKNOWN)).toHaveLength(500);
    const resolved = await numbers().resolve(mixed);
    expect(new Set(resolved).size).toBe(1_000);
    found.forEach((number, place) => {
      if (number !== UNKNOWN) expect(resolved[place]).toBe(number);
    });
  });

  it("are the same for all who see a user first at the same moment", async () => {
    const shared = someNew(5_000);
    const batches = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        const own = someNew(1_000);
        return { sorted: await sortedOf(index % 2 ? [...own, ...shared] : [...shared, ...own].reverse()) };
      }),
    );
    const resolved = await Promise.all(batches.map(({ sorted }) => numbers().resolve(sorted)));
    const all = await sortedOf(shared);
    const expected = new Map(
      [...(await numbers().find(all))].map((number, place) => [pseudonymAt(all, place), number]),
    );
    const seen = new Set<number>();
    batches.forEach(({ sorted }, index) => {
      resolved[index]!.forEach((number, place) => {
        seen.add(number);
        const known = expected.get(pseudonymAt(sorted, place));
        if (known !== undefined) expect(number).toBe(known);
      });
    });
    expect(seen.size).toBe(5_000 + 6 * 1_000);
  });

  it("take five statements, however many they are up to 65,536 first-seen ones", async () => {
    const statements = async (count: number) => {
      const sorted = await sortedOf(someNew(count));
      return (await countStatements(database.api, () => numbers().resolve(sorted))).count;
    };
    expect([await statements(1), await statements(65_536), await statements(65_537)]).toEqual([5, 5, 7]);
    const known = await sortedOf(someNew(10_000));
    await numbers().resolve(known);
    expect((await countStatements(database.api, () => numbers().resolve(known))).count).toBe(2);
  });

  it.each([
    ["empty when it was analysed", "TRUNCATE subject", true],
    ["never analysed", "SELECT 1", false],
  ])("are looked up one after the other in the index of a table %s", async (_what, before, analyse) => {
    await database.owner.query(before);
    if (analyse) await database.owner.query("ANALYZE subject");
    await database.owner.query(
      "INSERT INTO subject SELECT decode(md5(n::text || $1), 'hex'), n FROM generate_series(1, 20000) AS n",
      [_what],
    );
    const asked = await sortedOf(someNew(15_000));
    const { sent } = await countStatements(database.api, () => numbers().find(asked));
    expect(sent).toHaveLength(2);
    const plan = await planOfStatement(database.api, sent);
    expect(plan.filter(({ type }) => /Scan$/.test(type) && !/Function/.test(type))).toEqual([
      expect.objectContaining({ index: "subject_pk", type: expect.stringMatching(/^Index (Only )?Scan$/) }),
    ]);
    expect(plan.map(({ type }) => type)).not.toContain("Sort");
  });
});

function pseudonymAt({ bytes }: SortedPseudonyms, place: number): string {
  return bytes.toString("hex", place * 16, place * 16 + 16);
}
