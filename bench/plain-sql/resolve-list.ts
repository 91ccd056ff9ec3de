import type { DataSource } from "typeorm";
import { v7 } from "uuid";
import { pseudonymOf } from "../../src/modules/subjects/core/pseudonym.js";
import { normaliseReference } from "../../src/modules/subjects/core/reference.js";
import { copyIn } from "../../src/platform/db/copy-binary.js";
import { bytea } from "../../src/platform/db/copy-types.js";
import { run, sql } from "../../src/platform/db/sql.js";
import { inTransaction } from "../../src/platform/db/transaction.js";
import { createJoinTable } from "./join-table.js";

/** What a program written by hand for a join table does with a file of users. */

export async function createResolvingTables(database: DataSource): Promise<void> {
  await run(
    database.manager,
    sql`CREATE TABLE subject (pseudonym bytea PRIMARY KEY, number integer NOT NULL GENERATED ALWAYS AS IDENTITY)`,
  );
  await createJoinTable(database);
}

/**
 * Reads a CSV file, makes the same pseudonyms as the registry, gives numbers to those it has not seen and joins all of them to one
 * disclosure, in one transaction. It gets the file from memory, which spares it HTTP.
 */
export async function recordByHand(database: DataSource, key: Buffer, csv: Iterable<Buffer>): Promise<void> {
  await inTransaction(database, async (tx) => {
    await run(tx, sql`CREATE TEMPORARY TABLE named (pseudonym bytea NOT NULL) ON COMMIT DROP`);
    await copyIn(tx, "named", { pseudonym: bytea }, pseudonymsOf(key, csv));
    await run(tx, sql`ANALYZE named`);
    await run(
      tx,
      sql`INSERT INTO subject (pseudonym)
          SELECT DISTINCT pseudonym FROM named
           WHERE NOT EXISTS (SELECT FROM subject known WHERE known.pseudonym = named.pseudonym)
          ON CONFLICT DO NOTHING`,
    );
    await run(
      tx,
      sql`INSERT INTO disclosure_subject (disclosure_id, subject)
          SELECT DISTINCT ${v7()}::uuid, number FROM named JOIN subject USING (pseudonym)`,
    );
  });
}

function* pseudonymsOf(key: Buffer, csv: Iterable<Buffer>): Generator<{ pseudonym: Buffer }> {
  let rest = "";
  for (const chunk of csv) {
    const lines = (rest + chunk.toString("utf8")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      yield { pseudonym: Buffer.from(pseudonymOf(key, normaliseReference(line)), "hex") };
    }
  }
}
