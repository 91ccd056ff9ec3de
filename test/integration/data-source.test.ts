import { describe, expect, it, jest } from "@jest/globals";
import type { DataSource } from "typeorm";
import { createDataSource, type DataSourceSettings } from "../../src/platform/db/data-source.js";
import { isStatementTimeout } from "../../src/platform/db/pg-errors.js";
import { openFarewellDoor } from "../support/farewell-door.js";
import { withTestDatabase } from "../support/test-database.js";

describe("a data source", () => {
  const database = withTestDatabase();

  async function using(
    settings: Partial<DataSourceSettings>,
    work: (opened: DataSource) => Promise<void>,
  ): Promise<void> {
    const opened = await createDataSource({ url: database.apiUrl, entities: [], ...settings }).initialize();
    try {
      await work(opened);
    } finally {
      await opened.destroy();
    }
  }

  it("reads a day as text, a moment as a Date, and a bigint without loss", async () => {
    expect(
      await database.api.query(
        "SELECT date '2026-01-27' AS day, timestamptz '2026-01-27T00:00:00Z' AS at, 9007199254740993 AS big",
      ),
    ).toEqual([{ day: "2026-01-27", at: new Date("2026-01-27T00:00:00Z"), big: "9007199254740993" }]);
  });

  it("ends a statement that takes too long", async () => {
    await using({ timeoutMs: 50 }, async (opened) => {
      const failure: unknown = await opened.query("SELECT pg_sleep(10)").catch((error: unknown) => error);
      expect(isStatementTimeout(failure)).toBe(true);
    });
  });

  it("has limits of its own unless it is told to have none", async () => {
    const limits =
      "SELECT current_setting('statement_timeout') AS statement, current_setting('idle_in_transaction_session_timeout') AS idle";
    expect(await database.api.query(limits)).toEqual([{ statement: "15s", idle: "15s" }]);
    await using({ timeoutMs: 0 }, async (opened) => {
      expect(await opened.query(limits)).toEqual([{ statement: "0", idle: "0" }]);
    });
  });

  it("survives a server that says farewell in the moment it has let a connection in", async () => {
    const door = await openFarewellDoor(Number(new URL(database.apiUrl).port));
    const url = new URL(database.apiUrl);
    url.port = String(door.port);
    await using({ url: url.href }, async (opened) => {
      door.saysFarewell = true;
      // The connection of the start is taken by the first statement, so that the second opens one.
      const asked = [opened.query("SELECT pg_sleep(0.3)"), opened.query("SELECT 1")];
      const [, second] = await Promise.allSettled(asked);
      expect(second?.status).toBe("rejected");
      door.saysFarewell = false;
      expect(await opened.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    });
    await door.close();
  });

  it("prints nothing, not even of a query that fails", async () => {
    const printed = (["log", "info", "warn", "error", "debug"] as const).map((level) =>
      jest.spyOn(console, level).mockImplementation(() => undefined),
    );
    await expect(database.api.query("SELECT $1::int", ["a reference"])).rejects.toThrow();
    expect(printed.flatMap((spy) => spy.mock.calls)).toEqual([]);
    jest.restoreAllMocks();
  });
});
