import { afterEach, beforeAll, beforeEach, expect } from "@jest/globals";
import { leaves } from "../../src/leaves.js";
import { dropChecks, fillFacts } from "./filled-facts.js";
import { withTestAudit, type TestAudit } from "./test-audit.js";
import { withTestDatabase, type LentDatabase } from "./test-database.js";

/** A database with six events of each kind under two checkpoints, for a test to tamper with. Readable from `beforeAll` on. */
export interface Tampering {
  readonly database: LentDatabase;
  readonly audit: TestAudit;
  /** The newest checkpoint, kept by an auditor. */
  readonly kept: string;
  /** Ids of disclosures, in the order of their leaves. */
  readonly ids: readonly string[];
  /** Runs statements as a superuser. What they do to disclosures, texts and the ledger is undone after the test. */
  change(this: void, ...statements: string[]): Promise<unknown>;
  /** Puts a table back as it was. */
  putBack(this: void, table: string): Promise<unknown>;
  /** Every table of facts. */
  readonly facts: readonly string[];
  /** The place of an event's leaf. */
  indexOf(this: void, event: string): Promise<number>;
  /** Leaves under the older checkpoint. */
  olderSize(): Promise<number>;
}

const FACTS = leaves.flatMap(({ table, users }) => (users ? [table, users.table] : [table]));
const PUT_BACK = [
  ...["disclosure", "coverage", "free_text", "coverage_detached", "ledger_log", "ledger_head", "ledger_leaf"],
  ...["ledger_pending", "ledger_tile", "ledger_checkpoint"],
];

export function withTampering(): Tampering {
  const database = withTestDatabase();
  const audit = withTestAudit(database);
  let kept = "";
  let ids: readonly string[] = [];
  const change = (...statements: string[]) => audit.superuser.query(statements.join(";"));
  const putBack = (table: string) =>
    change(`TRUNCATE ${table}`, `INSERT INTO ${table} SELECT * FROM before.${table}`);

  beforeAll(async () => {
    await dropChecks(audit.superuser);
    for (let number = 0; number < 3; number += 1) await fillFacts(audit.superuser, number);
    await audit.ledger.publish();
    for (let number = 3; number < 6; number += 1) await fillFacts(audit.superuser, number);
    kept = await audit.ledger.publish();
    const rows: { event: string }[] = await audit.superuser.query(
      "SELECT event FROM ledger_leaf WHERE kind = 'disclosure' ORDER BY index",
    );
    ids = rows.map(({ event }) => event);
    const copies = [...new Set([...PUT_BACK, ...FACTS])].map(
      (table) => `CREATE TABLE before.${table} AS TABLE ${table}`,
    );
    await change("CREATE SCHEMA before", ...copies);
  });
  beforeEach(async () => {
    expect(await audit.complaint(kept)).toBe(null);
  });
  afterEach(async () => {
    for (const table of PUT_BACK) await putBack(table);
  });
  return {
    ...{ database, audit, change, putBack, facts: FACTS },
    get kept() {
      return kept;
    },
    get ids() {
      return ids;
    },
    async indexOf(event) {
      const rows: { index: string }[] = await audit.superuser.query(
        "SELECT index FROM ledger_leaf WHERE event = $1",
        [event],
      );
      return Number(rows[0]!.index);
    },
    async olderSize() {
      const rows: { size: string }[] = await audit.superuser.query(
        "SELECT min(size) AS size FROM ledger_checkpoint",
      );
      return Number(rows[0]!.size);
    },
  };
}
