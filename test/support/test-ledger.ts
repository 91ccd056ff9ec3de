import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { leaves } from "../../src/leaves.js";
import { LedgerWriter, prepareLog, type Witness } from "../../src/modules/ledger/index.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { createLogger, type Logger } from "../../src/platform/observability/logger.js";
import { run, sql } from "../../src/platform/db/sql.js";
import type { SignerSettings } from "../../src/platform/signer-settings.js";

export interface TestLedgerOptions {
  /** Where the key and the last checkpoint are kept; a folder of its own where left out. */
  readonly folder?: string;
  readonly witness?: Witness;
  /** The program that signs; left out or null where the key is in the folder. */
  readonly signer?: SignerSettings | null;
  readonly logger?: Logger;
}

/** What writes the log of one database, as a leader of the registry does. */
export interface TestLedger {
  /** `<folder>/key` and `<folder>/checkpoint` */
  readonly folder: string;
  /** The key that verifies its checkpoints. */
  readonly verifierKey: string;
  /** As the sequencer's role. */
  readonly dataSource: DataSource;
  readonly writer: LedgerWriter;
  /** Gives all that waits its place and publishes it. Answers the newest checkpoint. Throws, with the reason, where the log is halted or empty. */
  publish(): Promise<string>;
  close(): Promise<void>;
}

/** Switches the log of a database on, and opens what writes it. */
export async function openTestLedger(
  sequencerUrl: string,
  options: TestLedgerOptions = {},
): Promise<TestLedger> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "registry-ledger-")));
  const dataSource = createDataSource({ url: sequencerUrl, entities: [], poolSize: 2 });
  await dataSource.initialize();
  const signer = await prepareLog(dataSource, {
    isOn: true,
    origin: null,
    keyFile: join(folder, "key"),
    signer: options.signer ?? null,
    kinds: leaves.map(({ table }) => table),
  });
  const writer = new LedgerWriter({
    dataSource,
    signer: signer!,
    checkpointFile: join(folder, "checkpoint"),
    witness: options.witness ?? null,
    logger: options.logger ?? createLogger("silent"),
  });
  return {
    folder,
    verifierKey: signer!.verifierKey,
    dataSource,
    writer,
    async publish() {
      await writer.write();
      const [log] = await run<{ halted: string | null; note: string | null }>(
        dataSource.manager,
        sql`SELECT halted, (SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1) AS note FROM ledger_log`,
      );
      if (log!.halted !== null) throw new Error(log!.halted);
      if (log!.note === null) throw new Error("No leaf waited, and none was published.");
      return log!.note;
    },
    async close() {
      await dataSource.destroy();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
