import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { copyIn, copyOut } from "../../../src/platform/db/copy-binary.js";
import {
  bit,
  bytea,
  int2,
  int2Array,
  int4,
  int8,
  text,
  timestamptz,
  uuid,
} from "../../../src/platform/db/copy-types.js";
import { isDatabaseUnreachable } from "../../../src/platform/db/pg-errors.js";
import { raw, run, sql } from "../../../src/platform/db/sql.js";
import { inTransaction } from "../../../src/platform/db/transaction.js";
import { withTestDatabase } from "../../support/test-database.js";

const database = withTestDatabase();

const COLUMNS = {
  small: int2,
  whole: int4,
  large: int8,
  id: uuid,
  bytes: bytea,
  slots: int2Array,
  bits: bit,
  words: text,
  moment: timestamptz,
};

beforeAll(async () => {
  await database.owner.query(
    `CREATE TABLE sample (small smallint, whole int, large bigint, id uuid, bytes bytea, slots smallint[], bits bit(64),
                          words text, moment timestamptz(3))`,
  );
});

const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const anyBytes = (size: fc.SizeForArbitrary) => fc.uint8Array({ maxLength: 100, size });
const anyRow = fc.record({
  small: nullable(fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 })),
  whole: nullable(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  large: nullable(fc.maxSafeInteger()),
  id: nullable(fc.uuid()),
  bytes: nullable(anyBytes("max")),
  slots: nullable(fc.uint16Array({ max: 32_767 })),
  bits: nullable(fc.uint8Array({ minLength: 8, maxLength: 8 })),
  words: nullable(fc.string({ unit: "grapheme" }).filter((words) => !words.includes("\0"))),
  moment: nullable(
    fc.date({ min: new Date("1900-01-01Z"), max: new Date("2200-01-01Z"), noInvalidDate: true }),
  ),
});

async function* oneByOne<Row>(rows: readonly Row[]): AsyncGenerator<Row> {
  for (const row of rows) yield await Promise.resolve(row);
}

async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const list: Row[] = [];
  for await (const row of rows) list.push(row);
  return list;
}

describe("COPY in binary", () => {
  it("brings rows of every type into a table and back as they were", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 40 }), fc.boolean(), async (rows, asStream) => {
        await inTransaction(database.owner, async (tx) => {
          await run(tx, sql`TRUNCATE sample`);
          expect(await copyIn(tx, "sample", COLUMNS, asStream ? oneByOne(rows) : rows)).toBe(rows.length);
          const query = sql`SELECT ${raw(Object.keys(COLUMNS).join(", "))} FROM sample ORDER BY ctid`;
          expect(await collect(copyOut(tx, query, COLUMNS))).toEqual(rows);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("means the values that SQL means", async () => {
    const row = {
      ...{ small: -7, whole: 70_000, large: 2 ** 40, id: "0198c0de-0000-7000-8000-00000000abcd" },
      ...{
        bytes: Uint8Array.of(0, 255),
        slots: Uint16Array.of(3, 4_095),
        bits: Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 1),
      },
      ...{ words: "Ärger \\N\n", moment: new Date("2026-03-01T10:00:00.123Z") },
    };
    await inTransaction(database.owner, async (tx) => {
      await run(tx, sql`TRUNCATE sample`);
      await copyIn(tx, "sample", COLUMNS, [row]);
      const [found] = await run(
        tx,
        sql`SELECT small, whole, large, id, bytes, slots, get_bit(bits, 0) + get_bit(bits, 63) AS "ends", bit_count(bits) AS ones,
                   words, moment, 4095 = ANY (slots) AS member FROM sample`,
      );
      expect(found).toEqual({
        ...{
          small: -7,
          whole: 70_000,
          large: String(2 ** 40),
          id: row.id,
          bytes: Buffer.of(0, 255),
          slots: [3, 4_095],
        },
        ...{ ends: 2, ones: "2", words: row.words, moment: row.moment, member: true },
      });
    });
  });

  it("carries a hundred thousand rows both ways, and a value larger than any chunk", async () => {
    const rows = Array.from({ length: 100_000 }, (_, n) => ({
      whole: n,
      words: n === 5 ? "x".repeat(1_000_000) : null,
    }));
    const columns = { whole: int4, words: text };
    await inTransaction(database.owner, async (tx) => {
      await run(tx, sql`TRUNCATE sample`);
      await copyIn(tx, "sample", columns, rows);
      expect(
        await collect(copyOut(tx, sql`SELECT whole, words FROM sample ORDER BY whole`, columns)),
      ).toEqual(rows);
    });
  });

  it("takes the query's values as they are, whatever they hold", async () => {
    const words = `it's a "test" \\ of $1 and E'\\n'`;
    await inTransaction(database.owner, async (tx) => {
      const query = sql`SELECT ${words}::text, ${-5}::int, ${null}::uuid`;
      expect(await collect(copyOut(tx, query, { words: text, whole: int4, id: uuid }))).toEqual([
        { words, whole: -5, id: null },
      ]);
      const lists = sql`SELECT ${[words, "b"]}::text[] = ARRAY[${words}, 'b'], ${[1, 2]}::int[] = '{1,2}', ${[]}::text[] = '{}',
                               ${new Date("2026-03-01T10:00:00.123Z")}::timestamptz = '2026-03-01 10:00:00.123Z'`;
      const texts = sql`SELECT row_to_json(lists)::text FROM (${lists}) AS lists (a, b, c, d)`;
      expect(await collect(copyOut(tx, texts, { words: text }))).toEqual([
        { words: '{"a":true,"b":true,"c":true,"d":true}' },
      ]);
      const unknown = copyOut(tx, sql`SELECT ${true}`, { words: text });
      await expect(collect(unknown)).rejects.toThrow("moments, numbers, null");
    });
  });

  it("leaves the connection usable for a reader that stops in the middle", async () => {
    await inTransaction(database.owner, async (tx) => {
      const seen: (number | null)[] = [];
      for await (const { whole } of copyOut(tx, sql`SELECT generate_series(1, 300000)`, { whole: int4 })) {
        seen.push(whole);
        if (whole === 3) break;
      }
      expect(seen).toEqual([1, 2, 3]);
      expect(await run(tx, sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
    });
  });

  it("does not run ahead of a reader that is slow", async () => {
    await inTransaction(database.owner, async (tx) => {
      const before = process.memoryUsage().arrayBuffers;
      let most = 0;
      let read = 0;
      const query = sql`SELECT repeat('x', 100000) FROM generate_series(1, 1000)`;
      for await (const { words } of copyOut(tx, query, { words: text })) {
        read += words!.length;
        if (read % 10_000_000 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      }
      expect(read).toBe(100_000_000);
      expect(most).toBeLessThan(60_000_000);
    });
  });

  it("throws what its rows threw, tells the server nothing of it, and leaves nothing", async () => {
    const secret = new Error("ann@example.com is wrong");
    const rows = function* () {
      for (let whole = 0; whole < 50_000; whole += 1) yield { whole };
      throw secret;
    };
    await run(database.owner.manager, sql`TRUNCATE sample`);
    const work = inTransaction(database.owner, (tx) => copyIn(tx, "sample", { whole: int4 }, rows()));
    await expect(work).rejects.toBe(secret);
    expect(await run(database.owner.manager, sql`SELECT count(*)::int AS count FROM sample`)).toEqual([
      { count: 0 },
    ]);
  });

  it.each([
    ["a table that is none", "nowhere", "42P01"],
    ["a table that refuses the rows", "subject", "23502"],
  ])("throws what the server says of %s", async (_case, table, code) => {
    const rows = Array.from({ length: 50_000 }, () => ({ number: null }));
    const work = inTransaction(database.owner, (tx) => copyIn(tx, table, { number: int8 }, rows));
    await expect(work).rejects.toMatchObject({ code });
    const reading = inTransaction(database.owner, (tx) =>
      collect(copyOut(tx, sql`SELECT 1 / 0`, { whole: int4 })),
    );
    await expect(reading).rejects.toMatchObject({ code: "22012" });
    expect(await run(database.owner.manager, sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });

  it.each(["in", "out"])(
    "throws that the database is gone where the connection breaks on the way %s",
    async (way) => {
      const work = inTransaction(database.owner, async (tx) => {
        const [backend] = await run<{ pid: number }>(tx, sql`SELECT pg_backend_pid() AS pid`);
        const kill = () => run(database.owner.manager, sql`SELECT pg_terminate_backend(${backend!.pid})`);
        const rows = async function* () {
          for (let whole = 0; whole < 1_000_000; whole += 1) {
            if (whole === 20_000) await kill();
            yield { whole };
          }
        };
        if (way === "in") await copyIn(tx, "sample", { whole: int4 }, rows());
        const query = sql`SELECT generate_series(1, 3000000)`;
        for await (const { whole } of copyOut(tx, query, { whole: int4 })) if (whole === 1) await kill();
      });
      const error: unknown = await work.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect({ unreachable: isDatabaseUnreachable(error), error }).toMatchObject({ unreachable: true });
    },
  );

  it("asks for a transaction where there is none", async () => {
    const reading = collect(copyOut(database.owner.manager, sql`SELECT 1`, { whole: int4 }));
    await expect(reading).rejects.toThrow("run it in a transaction");
  });
});
