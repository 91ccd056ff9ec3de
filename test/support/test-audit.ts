import { afterAll, beforeAll } from "@jest/globals";
import type { DataSource } from "typeorm";
import { leaves } from "../../src/leaves.js";
import { NotVerified } from "../../src/modules/ledger/core/not-verified.js";
import { parseVerifierKey, type VerifierKey } from "../../src/modules/ledger/core/note-keys.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { audit, type AuditReport } from "../../src/verifier/audit/audit.js";
import { testCluster, withDatabase } from "./test-cluster.js";
import type { LentDatabase } from "./test-database.js";
import { openTestLedger, type TestLedger } from "./test-ledger.js";

/** A database's ledger, somebody who can change whatever is in the database, and an auditor. Readable from `beforeAll` on. */
export interface TestAudit {
  readonly ledger: TestLedger;
  readonly superuserUrl: string;
  readonly superuser: DataSource;
  /** Throws `NotVerified` where the audit fails. `keptOutside` is a checkpoint that the auditor has. */
  run(keptOutside?: string): Promise<AuditReport>;
  /** Why the audit fails; null where it does not. `witnesses` are to have cosigned. */
  complaint(keptOutside?: string, witnesses?: readonly VerifierKey[]): Promise<string | null>;
}

/** Lends the calling test file, or `describe` block, what audits a database; with a server's own ledger where it has one. */
export function withTestAudit(database: LentDatabase, ledgerOf?: () => Promise<TestLedger>): TestAudit {
  let opened: { readonly superuser: DataSource; readonly ledger: TestLedger } | undefined;
  const open = () => {
    if (!opened) throw new Error("The audit can be run from beforeAll on: use it inside a test or a hook.");
    return opened;
  };
  const superuserUrl = () =>
    withDatabase(testCluster().creatorUrl, new URL(database.ownerUrl).pathname.slice(1));
  beforeAll(async () => {
    const ledger = await (ledgerOf?.() ?? openTestLedger(database.sequencerUrl));
    const superuser = await createDataSource({ url: superuserUrl(), entities: [], poolSize: 5 }).initialize();
    opened = { superuser, ledger };
  });
  afterAll(async () => {
    await opened?.superuser.destroy();
    if (!ledgerOf) await opened?.ledger.close();
  });
  const run = (note?: string, witnesses: readonly VerifierKey[] = []) =>
    audit({
      dataSource: open().superuser,
      kinds: leaves,
      trust: { log: parseVerifierKey(open().ledger.verifierKey), witnesses },
      keptOutside: note === undefined ? [] : [{ name: "kept.txt", note }],
      progress: () => () => undefined,
    });
  return {
    get ledger() {
      return open().ledger;
    },
    get superuser() {
      return open().superuser;
    },
    get superuserUrl() {
      return superuserUrl();
    },
    run,
    async complaint(...asked) {
      try {
        await run(...asked);
        return null;
      } catch (error) {
        if (error instanceof NotVerified) return error.message;
        throw error;
      }
    },
  };
}
