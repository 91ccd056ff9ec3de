import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { asEraser } from "../../../src/platform/db/eraser.js";
import { eraserRoleOf, scopedRoleOf } from "../../../src/platform/db/role-names.js";
import { inRowScope, type RowScope } from "../../../src/platform/db/row-scope.js";
import { run, sql } from "../../../src/platform/db/sql.js";
import { inTransaction, tryRowScope, type Tx } from "../../../src/platform/db/transaction.js";
import { roleOf, testCluster, withDatabase } from "../../support/test-cluster.js";
import { withTestDatabase } from "../../support/test-database.js";

const database = withTestDatabase();
const BANK: RowScope = { key: "bank-key", recipients: ["bank"], purposes: null };
let pool: DataSource;
let api: string;
beforeAll(async () => {
  pool = await createDataSource({ url: database.apiUrl, entities: [], poolSize: 1 }).initialize();
  api = roleOf(database.apiUrl);
});
afterAll(() => pool?.destroy());

async function role(tx: Tx): Promise<string> {
  const [row] = await run<{ role: string }>(tx, sql`SELECT current_user AS role`);
  return row!.role;
}

/** Under which role a transaction is before the eraser's work, in it, in a part of it, and after it. */
function rolesOnTheWay(): Promise<string[]> {
  return inTransaction(pool, async (tx) => {
    const before = await role(tx);
    const within = await asEraser(tx, async () => [
      await role(tx),
      await asEraser(tx, () => role(tx)),
      await role(tx),
    ]);
    return [before, ...within, await role(tx)];
  });
}

describe("What is done as the eraser", () => {
  it("goes under its role, and what follows in the transaction under the one before", async () => {
    const eraser = eraserRoleOf(api);
    expect(await rolesOnTheWay()).toEqual([api, eraser, eraser, eraser, api]);
  });

  it("goes under its role for a bound key, too, and leaves the scope as it was", async () => {
    const eraser = eraserRoleOf(api);
    const scoped = scopedRoleOf(api);
    expect(await inRowScope(BANK, rolesOnTheWay)).toEqual([scoped, eraser, eraser, eraser, scoped]);
  });

  it("leaves nothing of the role where it fails, in the transaction and on the connection", async () => {
    const after = await inTransaction(pool, async (tx) => {
      await asEraser(tx, () => Promise.reject(new Error("no"))).catch(() => {});
      return role(tx);
    });
    expect(after).toBe(api);
    const failing = (tx: Tx) => asEraser(tx, () => run(tx, sql`SELECT 1 / 0`));
    await expect(inTransaction(pool, failing)).rejects.toThrow("division by zero");
    expect(await inTransaction(pool, role)).toBe(api);
  });

  it("is done as the owner in a trial, in which no other role serves", async () => {
    const owner = roleOf(database.ownerUrl);
    expect(await inTransaction(database.owner, (tx) => asEraser(tx, () => role(tx)))).toBe(owner);
  });
});

describe("A role that is missing", () => {
  /** Under a login of the same rights that is a member of no other. */
  async function aloneOf<Result>(work: (session: DataSource) => Promise<Result>): Promise<Result> {
    const { creatorUrl } = testCluster();
    const url = new URL(database.apiUrl);
    const creator = await createDataSource({
      url: withDatabase(creatorUrl, url.pathname.slice(1)),
      entities: [],
      poolSize: 1,
    }).initialize();
    url.username = `${url.pathname.slice(1)}_alone`;
    url.password = "alone";
    await creator.query(`CREATE ROLE ${url.username} LOGIN PASSWORD 'alone'`);
    const session = await createDataSource({ url: url.href, entities: [], poolSize: 1 }).initialize();
    try {
      return await work(session);
    } finally {
      await session.destroy();
      await creator.query(`DROP ROLE ${url.username}`);
      await creator.destroy();
    }
  }

  it("is told to whoever needs it, and nothing is done without it", async () => {
    await aloneOf(async (session) => {
      const erasing = inTransaction(session, (tx) => asEraser(tx, () => role(tx)));
      await expect(erasing).rejects.toMatchObject({
        code: "UNAVAILABLE",
        message: expect.stringContaining("docs/database-roles.md"),
      });
      await expect(tryRowScope(session, BANK)).rejects.toMatchObject({
        code: "UNAVAILABLE",
        message: expect.stringContaining("docs/partners.md"),
      });
      const reading = inRowScope(BANK, () => run(session.manager, sql`SELECT 1`));
      await expect(reading).rejects.toMatchObject({ code: "UNAVAILABLE" });
    });
  });
});
