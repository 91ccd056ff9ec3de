import { describe, expect, it } from "@jest/globals";
import type { Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { atOnce } from "../../../src/platform/db/at-once.js";
import { copyOut } from "../../../src/platform/db/copy-binary.js";
import { int4 } from "../../../src/platform/db/copy-types.js";
import { isDatabaseUnreachable } from "../../../src/platform/db/pg-errors.js";
import { run, sql } from "../../../src/platform/db/sql.js";
import { inTransaction, type Tx } from "../../../src/platform/db/transaction.js";
import { withTestDatabase } from "../../support/test-database.js";

const database = withTestDatabase();

const say = (tx: Tx, number: number) => run<{ number: number }>(tx, sql`SELECT ${number}::int AS number`);
const insert = (tx: Tx, field: string) =>
  run(
    tx,
    sql`INSERT INTO free_text (fact_id, field, body, salt) VALUES ('0195511d-2c00-7cc3-98c4-dc0c0c07398f', ${field}, '', '')`,
  );
const fields = () => database.owner.query("SELECT field FROM free_text ORDER BY field");

describe("statements sent at once", () => {
  it("are answered each by its own rows, and go on beside others and a COPY on the same connection", async () => {
    const answers = await inTransaction(database.api, async (tx) => {
      const together = await atOnce(tx, () => [say(tx, 1), say(tx, 2), say(tx, 3)]);
      const copied: (number | null)[] = [];
      for await (const { number } of copyOut(tx, sql`SELECT 4::int`, { number: int4 })) copied.push(number);
      return [...together.flat(), copied, ...(await say(tx, 5))];
    });
    expect(answers).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }, [4], { number: 5 }]);
  });

  it("have all left before the first is answered", async () => {
    await inTransaction(database.api, async (tx) => {
      const { connection } = (await tx.queryRunner!.connect()) as {
        connection: { stream: Socket };
      };
      const before = connection.stream.bytesWritten;
      let answered = 0;
      const long = "x".repeat(10_000);
      const sent = atOnce(tx, () => [
        run(tx, sql`SELECT pg_sleep(0.2)`).then(() => (answered += 1)),
        run(tx, sql`SELECT ${long}::text`).then(() => (answered += 1)),
      ]);
      await nextTurn();
      expect(answered).toBe(0);
      expect(connection.stream.bytesWritten - before).toBeGreaterThan(long.length);
      await sent;
    });
  });

  it("are all undone where one fails, and the failure told is the one that came first", async () => {
    const failing = inTransaction(database.api, (tx) =>
      atOnce(tx, () => [insert(tx, "one"), run(tx, sql`SELECT 1 / 0`), insert(tx, "two")]),
    );
    await expect(failing).rejects.toThrow(/division by zero/);
    expect(await fields()).toEqual([]);
    await inTransaction(database.api, (tx) => atOnce(tx, () => [insert(tx, "a"), insert(tx, "b")]));
    expect(await fields()).toEqual([{ field: "a" }, { field: "b" }]);
  });

  it("all fail where the connection is lost", async () => {
    const lost = inTransaction(database.api, (tx) =>
      atOnce(tx, () => [
        run(tx, sql`SELECT pg_terminate_backend(pg_backend_pid())`),
        insert(tx, "c"),
        insert(tx, "d"),
      ]),
    );
    expect(isDatabaseUnreachable(await lost.catch((error: unknown) => error))).toBe(true);
    expect(await fields()).toEqual([{ field: "a" }, { field: "b" }]);
  });

  it("leave the connection as it was where one cannot even be made", async () => {
    const failing = inTransaction(database.api, (tx) =>
      atOnce(tx, () => {
        throw new Error("no statement");
      }),
    );
    await expect(failing).rejects.toThrow("no statement");
    expect(await inTransaction(database.api, (tx) => say(tx, 1))).toEqual([{ number: 1 }]);
  });

  it("need a transaction", async () => {
    await expect(atOnce(database.api.manager as Tx, () => [])).rejects.toThrow(/of a transaction/);
  });
});
