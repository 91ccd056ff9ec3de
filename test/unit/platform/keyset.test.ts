import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { EntityManager } from "typeorm";
import { Keyset, momentColumn, pageOf, type RowPage } from "../../../src/platform/db/keyset.js";
import { run, sql, type Sql } from "../../../src/platform/db/sql.js";
import type { PageRequest } from "../../../src/platform/graphql/connection.js";
import { withTestDatabase } from "../../support/test-database.js";

/** Against PostgreSQL, because what is tested is the SQL it makes. */

const database = withTestDatabase();

interface Row {
  readonly at: Date;
  readonly place: number;
  readonly id: string;
}

const byMoment = new Keyset<Row>("rows by moment", [
  momentColumn("r.at", (row) => row.at),
  {
    expression: "r.place",
    type: "integer",
    value: (row) => String(row.place),
    isValid: (text) => /^-?\d{1,9}$/.test(text),
  },
  { expression: 'r.id COLLATE "C"', type: "text", value: (row) => row.id, isValid: (text) => text !== "" },
]);

const SELECT = sql`SELECT r.at, r.place, r.id FROM keyset_row r`;
const db = (): EntityManager => database.owner.manager;

beforeAll(async () => {
  await run(
    db(),
    sql`CREATE TABLE keyset_row (at timestamptz(3) NOT NULL, place integer NOT NULL, id text NOT NULL)`,
  );
});

async function fill(rows: readonly Row[]): Promise<void> {
  await run(db(), sql`TRUNCATE keyset_row`);
  await run(
    db(),
    sql`INSERT INTO keyset_row
        SELECT * FROM unnest(${rows.map(({ at }) => at)}::timestamptz[], ${rows.map(({ place }) => place)}::int[], ${rows.map(({ id }) => id)}::text[])`,
  );
}

/** Largest first, by moment, then place, then id. */
function compare(one: Row, other: Row): number {
  return other.at.getTime() - one.at.getTime() || other.place - one.place || (one.id < other.id ? 1 : -1);
}

/** Many ties: few moments, few places. Ids are unique. */
const rows = fc.uniqueArray(
  fc.record({
    at: fc.constantFrom(0, 1, 999, 86_400_000, 1_772_359_200_123).map((ms) => new Date(ms)),
    place: fc.constantFrom(-1, 0, 7),
    id: fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom(..."aAzé'\"\\ 🙂") }),
  }),
  { selector: (row) => row.id, maxLength: 60 },
);

type Ask = (request: PageRequest) => Promise<RowPage<Row>>;

/** Every page of a walk, from the beginning or from the end of the list. */
async function walk(ask: Ask, direction: PageRequest["direction"], limit: number): Promise<RowPage<Row>[]> {
  const pages: RowPage<Row>[] = [];
  for (let cursor: string | undefined; ;) {
    const from = cursor === undefined ? {} : direction === "forward" ? { after: cursor } : { before: cursor };
    const page = await ask({ direction, limit, ...from });
    pages.push(page);
    if (!(direction === "forward" ? page.hasNextPage : page.hasPreviousPage)) return pages;
    cursor = page.edges.at(direction === "forward" ? -1 : 0)!.cursor;
  }
}

const nodes = ({ edges }: RowPage<Row>): Row[] => edges.map(({ node }) => node);
const ask =
  (conditions: readonly Sql[] = []): Ask =>
  (request) =>
    byMoment.page(db(), SELECT, conditions, request);

describe("Keyset paging", () => {
  it("walks any rows in any page size like a sorted array, both ways", async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 20 }), async (unsorted, limit) => {
        const sorted = [...unsorted].sort(compare);
        await fill(unsorted);
        const forward = await walk(ask(), "forward", limit);
        expect(forward.flatMap(nodes)).toEqual(sorted);
        expect(forward).toHaveLength(Math.max(1, Math.ceil(sorted.length / limit)));
        const backward = await walk(ask(), "backward", limit);
        expect(backward.reverse().flatMap(nodes)).toEqual(sorted);
      }),
      { numRuns: 60 },
    );
  });

  it("cuts between any two cursors what a sorted array cuts, and says what is beyond", async () => {
    const place = fc.nat({ max: 40 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        place,
        place,
        fc.nat({ max: 10 }),
        fc.boolean(),
        async (unsorted, one, other, limit, isForward) => {
          fc.pre(one < unsorted.length && other < unsorted.length);
          const sorted = [...unsorted].sort(compare);
          await fill(unsorted);
          const everything = await ask()({ direction: "forward", limit: 100 });
          const cursor = (index: number) => everything.edges[index]!.cursor;
          const direction = isForward ? "forward" : "backward";
          const page = await ask()({ direction, limit, after: cursor(one), before: cursor(other) });
          const between = sorted.slice(one + 1, Math.max(other, one + 1));
          const kept = isForward
            ? between.slice(0, limit)
            : between.slice(Math.max(0, between.length - limit));
          expect(nodes(page)).toEqual(kept);
          expect(isForward ? page.hasNextPage : page.hasPreviousPage).toBe(between.length > limit);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("keeps to its conditions, and a cursor stays good when its row is gone", async () => {
    const moment = new Date(1_000);
    await fill(["a", "b", "c", "d"].map((id) => ({ at: moment, place: 0, id })));
    const first = await ask()({ direction: "forward", limit: 2 });
    expect(nodes(first).map(({ id }) => id)).toEqual(["d", "c"]);
    await run(db(), sql`DELETE FROM keyset_row WHERE id = 'c'`);
    const after = first.edges[1]!.cursor;
    const rest = await ask([sql`r.id <> ${"a"}`])({ direction: "forward", limit: 2, after });
    expect(nodes(rest).map(({ id }) => id)).toEqual(["b"]);
  });

  it("hands a page on without counting the list", async () => {
    let counted = 0;
    const page = pageOf(
      await ask()({ direction: "forward", limit: 1 }),
      (row) => row.id.toUpperCase(),
      () => Promise.resolve((counted += 1)),
    );
    expect(page.edges.map(({ node }) => node)).toEqual(["D"]);
    expect(counted).toBe(0);
    expect(await page.countAll()).toBe(1);
  });
});

describe("A moment in a cursor", () => {
  const { isValid, value } = momentColumn<Date>("at", (moment) => moment);

  it("is every moment a Date can hold in the years 1 to 9999", () => {
    const years = {
      min: new Date("0001-01-01T00:00:00Z"),
      max: new Date("9999-12-31T23:59:59.999Z"),
      noInvalidDate: true,
    };
    fc.assert(fc.property(fc.date(years), (moment) => isValid(value(moment))));
  });

  it.each([
    "",
    "2026-03-01",
    "2026-03-01T10:00:00Z",
    "2026-03-01T10:00:00.000+05:00",
    "2026-02-29T10:00:00.000Z",
    "2026-03-01T24:00:00.000Z",
    "2026-13-01T10:00:00.000Z",
    "0000-03-01T10:00:00.000Z",
    "+010000-03-01T10:00:00.000Z",
    "infinity",
    "now",
  ])("is not %j", (text) => expect(isValid(text)).toBe(false));
});
