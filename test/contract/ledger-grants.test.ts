import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { grants } from "../../migrations/grants.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { guardedFromSequencer } from "../../src/platform/db/grant-list.js";
import { findRoleProblems } from "../../src/platform/db/role-check.js";
import { INSUFFICIENT_PRIVILEGE, refusalOf } from "../support/refusal-of-statement.js";
import { withTestDatabase } from "../support/test-database.js";

describe("the ledger", () => {
  const database = withTestDatabase();
  let sequencer: DataSource;
  beforeAll(async () => {
    sequencer = await createDataSource({ url: database.sequencerUrl, entities: [] }).initialize();
  });
  afterAll(() => sequencer.destroy());

  const leaf = "VALUES (0, gen_random_uuid(), 'sample', 'leaf')";
  const attempts = [
    `INSERT INTO ledger_leaf ${leaf}`,
    "UPDATE ledger_leaf SET leaf = 'other'",
    "DELETE FROM ledger_leaf",
    "UPDATE ledger_tile SET hashes = 'other'",
    "DELETE FROM ledger_tile",
    "UPDATE ledger_head SET size = 0",
    "INSERT INTO ledger_checkpoint VALUES (1, 'note')",
    "DELETE FROM ledger_checkpoint",
    "UPDATE ledger_log SET is_on = false",
    "UPDATE ledger_log SET salt = sha256('')",
    "UPDATE ledger_pending SET leaf = 'other'",
    "DELETE FROM ledger_pending",
    "INSERT INTO ledger_pending VALUES (gen_random_uuid(), 'sample', 'leaf')",
  ];
  const allowedTo = async (dataSource: DataSource) => {
    const allowed: string[] = [];
    for (const attempt of attempts) {
      if ((await refusalOf(dataSource, attempt)) !== INSUFFICIENT_PRIVILEGE) allowed.push(attempt);
    }
    return allowed;
  };

  it("gets what waits from the API's role, which can write nothing else of it", async () => {
    expect(await allowedTo(database.api)).toEqual(attempts.slice(-1));
  });

  it("is put in order by a role that can change no leaf, and write nothing that the ledger is about", async () => {
    expect(await allowedTo(sequencer)).toEqual([
      `INSERT INTO ledger_leaf ${leaf}`,
      "UPDATE ledger_tile SET hashes = 'other'",
      "UPDATE ledger_head SET size = 0",
      "INSERT INTO ledger_checkpoint VALUES (1, 'note')",
      "UPDATE ledger_log SET is_on = false",
      "DELETE FROM ledger_pending",
    ]);
    expect(await findRoleProblems(sequencer, guardedFromSequencer(grants))).toEqual([]);
    expect(await findRoleProblems(database.api, guardedFromSequencer(grants))).not.toEqual([]);
    for (const table of ["disclosure", "api_key", "subject"]) {
      expect(await refusalOf(sequencer, `SELECT * FROM ${table}`)).toBe(INSUFFICIENT_PRIVILEGE);
    }
  });
});
