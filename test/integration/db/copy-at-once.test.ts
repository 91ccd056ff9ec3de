import { beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { atOnce } from "../../../src/platform/db/at-once.js";
import { copyAtOnce } from "../../../src/platform/db/copy-at-once.js";
import { int4, text } from "../../../src/platform/db/copy-types.js";
import { isDatabaseUnreachable } from "../../../src/platform/db/pg-errors.js";
import { run, sql } from "../../../src/platform/db/sql.js";
import { inTransaction, type Tx } from "../../../src/platform/db/transaction.js";
import { withTestDatabase } from "../../support/test-database.js";

const database = withTestDatabase();
const COLUMNS = { number: int4, body: text };

beforeAll(() => database.owner.query("CREATE TABLE sample (number integer PRIMARY KEY, body text)"));
beforeEach(() => database.owner.query("TRUNCATE sample"));

interface Row {
  readonly number: number;
  readonly body: string | null;
}
const copy = (tx: Tx, rows: Iterable<Row>) => copyAtOnce(tx, "sample", COLUMNS, rows);
const insert = (tx: Tx, number: number) => run(tx, sql`INSERT INTO sample (number) VALUES (${number})`);
const one = (number: number): Row[] => [{ number, body: "one" }];
const numbers = async () =>
  (await database.owner.query<Row[]>("SELECT number FROM sample ORDER BY 1")).map(({ number }) => number);
function* broken(count: number): Generator<Row> {
  for (let number = 0; number < count; number += 1) yield { number, body: "x".repeat(100) };
  throw new RangeError("no such row");
}

describe("rows copied at once", () => {
  it.each([0, 1, 2, 20_000])("are all there, where they are %i", async (count) => {
    const rows = Array.from({ length: count }, (_, number) => ({
      number,
      body: number % 3 === 0 ? null : "ä".repeat(number % 50),
    }));
    await inTransaction(database.owner, (tx) => copy(tx, rows));
    expect(await database.owner.query("SELECT * FROM sample ORDER BY number")).toEqual(rows);
  });

  it("go together with statements, whatever their place among them", async () => {
    const answers = await inTransaction(database.owner, async (tx) => [
      await atOnce(tx, () => [copy(tx, one(1)), insert(tx, 2), copy(tx, one(3))]),
      await run(tx, sql`SELECT count(*)::int AS count FROM sample`),
      await atOnce(tx, () => [insert(tx, 4), copy(tx, one(5)), insert(tx, 6)]),
    ]);
    expect(answers[1]).toEqual([{ count: 3 }]);
    expect(await numbers()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("are undone with the statements beside them, whichever fails, and the connection goes on", async () => {
    const fails = (send: (tx: Tx) => Promise<unknown>[]) =>
      inTransaction(database.owner, (tx) => atOnce(tx, () => send(tx)));
    await insert(database.owner.manager as Tx, 7);
    await expect(fails((tx) => [insert(tx, 1), copy(tx, one(7)), insert(tx, 2)])).rejects.toThrow(
      /sample_pkey/,
    );
    await expect(fails((tx) => [copy(tx, one(1)), insert(tx, 7), copy(tx, one(2))])).rejects.toThrow(
      /sample_pkey/,
    );
    await inTransaction(database.owner, async (tx) => {
      await run(tx, sql`SAVEPOINT before`);
      await expect(run(tx, sql`SELECT 1 / 0`)).rejects.toThrow(/division by zero/);
      // The server refuses the statement and has the data already.
      await expect(copy(tx, broken(0))).rejects.toThrow("no such row");
      await expect(copy(tx, one(8))).rejects.toThrow(/transaction is aborted/);
      await run(tx, sql`ROLLBACK TO SAVEPOINT before`);
      await copy(tx, one(9));
    });
    expect(await numbers()).toEqual([7, 9]);
  });

  it.each([0, 1, 5_000])(
    "are none where making them fails after %i, and the failure is told",
    async (count) => {
      await inTransaction(database.owner, async (tx) => {
        await run(tx, sql`SAVEPOINT before`);
        await expect(copy(tx, broken(count))).rejects.toThrow(new RangeError("no such row"));
        await run(tx, sql`ROLLBACK TO SAVEPOINT before`);
        await copy(tx, one(1));
      });
      expect(await numbers()).toEqual([1]);
    },
  );

  it("fail where the connection is lost", async () => {
    const lost = inTransaction(database.owner, (tx) =>
      atOnce(tx, () => [run(tx, sql`SELECT pg_terminate_backend(pg_backend_pid())`), copy(tx, one(1))]),
    );
    expect(isDatabaseUnreachable(await lost.catch((error: unknown) => error))).toBe(true);
    expect(await numbers()).toEqual([]);
  });

  it("need a transaction", async () => {
    await expect(copy(database.owner.manager as Tx, one(1))).rejects.toThrow(/in a transaction/);
  });
});
