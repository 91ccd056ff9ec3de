import { describe, expect, it } from "@jest/globals";
import { rowsUnderSecretOf } from "../../src/rows-under-secret.js";
import { Keyring } from "../../src/platform/keyring.js";
import { withTestDatabase } from "../support/test-database.js";

/** Columns of bytes that a change of the secret leaves as they are, and why. */
const STAYS: Readonly<Record<string, string>> = {
  "api_key_secret.secret_hash": "a fact; nobody guesses a generated key",
  "secret_fingerprint.fingerprint": "a fact: tells one secret from another, and nothing of a person",
  "person_identity.digest": "a fact, with a leaf in the ledger, about one of the staff",
  "subject_fact.agreement": "a fact, with a leaf in the ledger",
  "ledger_leaf.leaf": "a hash without a key",
  "ledger_pending.leaf": "a hash without a key",
  "ledger_tile.hashes": "hashes without a key",
  "ledger_log.salt": "chance",
  "free_text.salt": "chance",
  "secret_rotation.earlier": "sealed under the newest secret when the change is announced",
};

describe("A change of the secret", () => {
  const database = withTestDatabase();

  it("brings over every column of bytes, but for those that are named with a reason", () => {
    const columns = database.api.entityMetadatas.flatMap(({ tableName, columns }) =>
      columns.filter(({ type }) => type === "bytea").map((column) => `${tableName}.${column.databaseName}`),
    );
    const broughtOver = rowsUnderSecretOf(
      new Keyring("a secret of the tests, long enough to be one"),
    ).flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`));
    const seen = [...broughtOver, ...Object.keys(STAYS)];
    expect(seen.sort()).toEqual(columns.filter((column) => !PACKED.test(column)).sort());
  });
});

/** Whom something is about, by number: packed sets. */
const PACKED = /\.(offsets|bitmap)$/;
