import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { v7 } from "uuid";
import { CoverageService } from "../../../src/modules/coverage/index.js";
import { SubjectSet, type SubjectNumber } from "../../../src/modules/subjects/index.js";
import { systemClock } from "../../../src/platform/clock.js";
import { join, run, sql, type Sql } from "../../../src/platform/db/sql.js";
import { inTransaction, type Tx } from "../../../src/platform/db/transaction.js";
import { DAY_MS } from "../../support/movable-clock.js";
import { withTestDatabase } from "../../support/test-database.js";

const database = withTestDatabase();
let coverage: CoverageService;

beforeAll(() => {
  coverage = new CoverageService(database.api, systemClock);
});

/** The model: what each disclosure covers. */
type Model = ReadonlyMap<string, ReadonlySet<number>>;

const SEGMENTS = [0, 1, 2, 700_000];
const MEMBERS_MAX = [1, 2, 3, 4, 246, 247, 248, 249, 4_096];

/** Slots of one segment: few or many, in runs or scattered, some named twice, in any order. */
const anySlots = fc
  .record({
    count: fc.oneof(
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom(...MEMBERS_MAX),
      fc.integer({ min: 1, max: 4_096 }),
    ),
    from: fc.integer({ min: 0, max: 4_095 }),
    // Odd steps reach every slot once before any comes again.
    step: fc.constantFrom(1, 7, 1_023, 4_095),
    again: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ count, from, step, again }) =>
    Array.from({ length: count + again }, (_, n) => (from + (n % count) * step) % 4_096),
  );
const anyMembers = fc
  .uniqueArray(fc.constantFrom(...SEGMENTS), { minLength: 1 })
  .chain((segments) =>
    fc.tuple(
      ...segments.map((segment) => anySlots.map((slots) => slots.map((slot) => segment * 4_096 + slot))),
    ),
  )
  .map((lists) => lists.flat() as SubjectNumber[]);

interface Addition {
  readonly ageDays: number;
  readonly packed: boolean;
  readonly members: readonly SubjectNumber[];
}
const anyAdditions = fc.array(
  fc.record({ ageDays: fc.integer({ min: 0, max: 30 }), packed: fc.boolean(), members: anyMembers }),
  { minLength: 1, maxLength: 5 },
);

/** A subquery of a set's segments, as a subject list would answer it. */
function segmentsOf(members: readonly SubjectNumber[]): Sql {
  const rows = [...SubjectSet.of(members).segments()].map(({ segment, offsets, bitmap }) => {
    const bits = bitmap && Buffer.from(bitmap).toString("hex");
    return sql`(${segment}::int, ${offsets && [...offsets]}::smallint[], ('x' || ${bits}::text)::bit(4096))`;
  });
  return sql`SELECT * FROM (VALUES ${join(rows)}) AS v (segment, offsets, bitmap)`;
}

/** Adds everything, half of it by statement and half inside the database, and answers the model of it. */
async function add(tx: Tx, additions: readonly Addition[]): Promise<Model> {
  const named = additions.map((addition) => ({
    id: v7({ msecs: Date.now() - addition.ageDays * DAY_MS }),
    ...addition,
  }));
  await coverage.makeRoom(named.map(({ id }) => id));
  const listed = named.filter(({ packed }) => !packed);
  await coverage.add(
    tx,
    listed.map(({ id, members }) => ({ disclosureId: id, subjects: members })),
  );
  for (const { id, packed, members } of named)
    if (packed) await coverage.addPacked(tx, id, segmentsOf(members));
  return new Map(named.map(({ id, members }) => [id, new Set<number>(members)]));
}

const ascending = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b);
const asSubjects = (numbers: Iterable<number>) => [...numbers] as SubjectNumber[];
/** Members, and numbers beside them that may be none. */
const probesOf = (model: Model) => {
  const some = [...model.values()].flatMap((members) =>
    ascending(members).filter((_, n, all) => n % Math.ceil(all.length / 3) === 0),
  );
  return asSubjects(new Set(some.flatMap((number) => [number, number + 1, Math.max(0, number - 1)])));
};

class Undone extends Error {}

/** Runs a property on what a transaction of its own holds, which is undone. */
async function onModel(check: (tx: Tx, model: Model) => Promise<void>, numRuns = 25): Promise<void> {
  await fc.assert(
    fc.asyncProperty(anyAdditions, async (additions) => {
      const work = inTransaction(database.api, async (tx) => {
        await check(tx, await add(tx, additions));
        throw new Undone();
      });
      await expect(work).rejects.toThrow(Undone);
    }),
    { numRuns },
  );
}

describe("packed coverage", () => {
  it("names the disclosures that cover a user", async () => {
    await onModel(async (tx, model) => {
      for (const number of probesOf(model)) {
        const rows = await run<{ id: string }>(
          tx,
          sql`SELECT disclosure_id AS id FROM (${coverage.disclosuresCovering(number)}) AS covering ORDER BY 1`,
        );
        const expected = [...model].filter(([, members]) => members.has(number)).map(([id]) => id);
        expect(rows.map(({ id }) => id)).toEqual(expected.sort());
        expect((await coverage.findDisclosuresCovering(tx, number)).sort()).toEqual(expected);
      }
    });
  });

  it("tells whether a disclosure covers a user, how many it covers, and streams them in order", async () => {
    await onModel(async (tx, model) => {
      for (const [id, members] of model) {
        for (const number of probesOf(model)) {
          expect([number, await coverage.covers(tx, id, number)]).toEqual([number, members.has(number)]);
        }
        expect(await coverage.count(tx, id)).toBe(members.size);
        const streamed: number[] = [];
        for await (const number of coverage.streamSubjects(tx, id)) streamed.push(number);
        expect(streamed).toEqual(ascending(members));
      }
      expect(await coverage.count(tx, v7())).toBe(0);
    });
  });

  it("pages through the users of each disclosure, in both directions", async () => {
    await onModel(async (tx, model) => {
      const ids = [...model.keys()];
      for (const limit of [1, 2, 300]) {
        const probes = [undefined, ...probesOf(model).slice(0, 6)];
        for (const edge of probes) {
          const forward = await coverage.subjectsOf(tx, ids, {
            direction: "forward",
            limit,
            ...(edge !== undefined && { after: edge }),
          });
          const backward = await coverage.subjectsOf(tx, ids, {
            direction: "backward",
            limit,
            ...(edge !== undefined && { before: edge }),
          });
          for (const [id, members] of model) {
            const later = ascending(members).filter((number) => number > (edge ?? -1));
            const earlier = ascending(members).filter((number) => number < (edge ?? Infinity));
            expect(forward.get(id)).toEqual({
              numbers: later.slice(0, limit),
              hasNextPage: later.length > limit,
              hasPreviousPage: edge !== undefined,
            });
            expect(backward.get(id)).toEqual({
              numbers: earlier.slice(-limit),
              hasNextPage: edge !== undefined,
              hasPreviousPage: earlier.length > limit,
            });
          }
        }
      }
      const both = probesOf(model).slice(0, 4);
      const [after, before] = [Math.min(...both), Math.max(...both)] as SubjectNumber[];
      const between = await coverage.subjectsOf(tx, ids, {
        direction: "forward",
        limit: 1,
        after: after!,
        before: before!,
      });
      for (const [id, members] of model) {
        const inside = ascending(members).filter((number) => number > after! && number < before!);
        expect(between.get(id)!.numbers).toEqual(inside.slice(0, 1));
      }
    });
  });

  it("counts different users of each group of disclosures, one of which may stand in several", async () => {
    await onModel(async (tx, model) => {
      const ids = [...model.keys()];
      const groups = { all: ids, rest: ids.slice(1), first: ids.slice(0, 1), twice: [...ids, ...ids] };
      const named = Object.entries(groups).flatMap(([group, members]) => members.map((id) => [group, id]));
      const expected = Object.entries(groups)
        .map(([group, some]): [string, number] => [
          group,
          new Set(some.flatMap((id) => [...model.get(id)!])).size,
        ])
        .filter(([, count]) => count > 0);
      const asked = sql`SELECT "group", disclosure_id FROM unnest(${named.map(([group]) => group)}::text[], ${named.map(([, id]) => id)}::uuid[])
                        AS given ("group", disclosure_id)`;
      expect(await coverage.countDistinct(tx, asked)).toEqual(new Map(expected));
      expect(await coverage.countDistinct(tx, sql`${asked} WHERE false`)).toEqual(new Map());
    });
  });

  it("streams the users of each group of disclosures, so that they can be united", async () => {
    await onModel(async (tx, model) => {
      const ids = [...model.keys()];
      const named = ids.map((id, index) => [index % 2 === 0 ? "even" : "odd", id]);
      const asked = sql`SELECT "group", disclosure_id FROM unnest(${named.map(([group]) => group)}::text[], ${ids}::uuid[])
                        AS given ("group", disclosure_id)`;
      const united = new Map<string, SubjectSet>();
      for await (const parts of coverage.streamGroups(tx, asked)) {
        for (const { group, part } of parts) {
          const set = united.get(group) ?? new SubjectSet();
          united.set(group, set);
          set.addSegment(part);
        }
      }
      for (const group of ["even", "odd"]) {
        const members = named.flatMap(([of, id]) => (of === group ? [...model.get(id!)!] : []));
        expect([...(united.get(group)?.numbers() ?? [])]).toEqual(ascending(new Set(members)));
      }
    });
  });

  it("finds those of a set whom a disclosure covers", async () => {
    await onModel(async (tx, model) => {
      const set = SubjectSet.of([...probesOf(model), ...asSubjects([...model.values()][0]!)]);
      for (const [id, members] of model) {
        const common = await coverage.intersect(tx, id, set);
        expect([...common.numbers()]).toEqual(
          ascending(members).filter((number) => set.has(number as SubjectNumber)),
        );
      }
    });
  });

  it("keeps few users of a segment as rows of their own, more as an array, most as a bitmap", async () => {
    await inTransaction(database.api, async (tx) => {
      const members = [
        ...[1, 2],
        ...[3, 2, 1].map((slot) => 4_096 + slot),
        ...Array.from({ length: 248 }, (_, n) => 8_192 + n * 2),
      ];
      const model = await add(tx, [{ ageDays: 0, packed: false, members: asSubjects(members) }]);
      const [id] = model.keys();
      expect(
        await run(
          tx,
          sql`SELECT segment, slot, offsets, bit_count(bitmap) AS bits FROM coverage WHERE disclosure_id = ${id} ORDER BY segment, slot`,
        ),
      ).toEqual([
        { segment: 0, slot: 1, offsets: null, bits: null },
        { segment: 0, slot: 2, offsets: null, bits: null },
        { segment: 1, slot: -1, offsets: [1, 2, 3], bits: null },
        { segment: 2, slot: -1, offsets: null, bits: "248" },
      ]);
    });
  });

  it("refuses to compare more users of sparse sets than can be counted in time", async () => {
    await inTransaction(database.api, async (tx) => {
      const members = asSubjects(Array.from({ length: 500 }, (_, n) => n * 4_096));
      const ids = [...(await add(tx, [{ ageDays: 0, packed: false, members }])).keys()];
      const asked = sql`SELECT 'all' AS "group", unnest(${ids}::uuid[]) AS disclosure_id`;
      expect(await coverage.countDistinct(tx, asked)).toEqual(new Map([["all", 500]]));
      const few = new CoverageService(database.api, systemClock, { sparseUsersMax: 499 });
      await expect(few.countDistinct(tx, asked)).rejects.toMatchObject({ code: "TOO_COSTLY" });
    });
  });
});
