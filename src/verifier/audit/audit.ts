import type { DataSource, EntityManager } from "typeorm";
import { openCheckpoint, type Checkpoint, type Trust } from "../../modules/ledger/core/checkpoint.js";
import type { LeafKind } from "../../modules/ledger/core/leaf-kind.js";
import { NotVerified } from "../../modules/ledger/core/not-verified.js";
import { inTransaction } from "../../platform/db/transaction.js";
import { CannotRead } from "../failures.js";
import { inOrder } from "../in-order.js";
import {
  findUnusableTables,
  readExtent,
  readLog,
  readPending,
  type LedgerExtent,
} from "./audit-ledger.repository.js";
import { BATCH_LEAVES, readBatch, type Batch } from "./batch.js";
import { LeafCheck, type LeafCounts } from "./leaf-check.js";
import { readDetachedMonths } from "./set-rows.repository.js";
import {
  checkFreeTexts,
  countRowsAndLeaves,
  findRowWithoutLeaf,
  findSetWithoutOwner,
} from "./strays.repository.js";
import { TreeCheck } from "./tree-check.js";

/** A checkpoint that was kept where whoever can write the database cannot. */
export interface KeptCheckpoint {
  /** What it is called in messages: the file's name. */
  readonly name: string;
  readonly note: string;
}

export interface AuditSettings {
  /** Opened by the caller as any role that may read every row; nothing is written. */
  readonly dataSource: DataSource;
  readonly kinds: readonly LeafKind[];
  /** The log's key, and the witnesses that must have cosigned the newest checkpoint and those kept outside. */
  readonly trust: Trust;
  readonly keptOutside: readonly KeptCheckpoint[];
  /** Begins to count; what it answers is called with the leaves done. */
  readonly progress: (total: number) => (done: number) => void;
}

/** What an audit found to be right. */
export interface AuditReport extends LeafCounts {
  /** Leaves of the ledger. */
  readonly size: number;
  /** Those of them under a signed checkpoint. */
  readonly published: number;
  readonly checkpoints: number;
  readonly pending: number;
  readonly freeTexts: number;
  /** Months of coverage taken out of the database: their first moments, in milliseconds since 1970. */
  readonly detachedMonths: readonly number[];
}

/** Batches under way at one time: one is compared here while PostgreSQL works on the others. */
const BATCHES_AHEAD = 3;

/**
 * Audits a database against its ledger: derives every leaf anew from its row, builds the tree anew, and compares it with the tiles and
 * every signed checkpoint; then looks for rows that have no leaf. The server may go on recording meanwhile.
 *
 * Throws `NotVerified` naming the first thing that does not hold, `CannotRead` where it may not be read.
 */
export async function audit(settings: AuditSettings): Promise<AuditReport> {
  const { dataSource, kinds, trust } = settings;
  const db = dataSource.manager;
  await refuseUnreadable(db, kinds);
  const { salt } = await verifyLogRow(db, trust);
  const extent = await verifyExtent(db);
  const kept = settings.keptOutside.map((each) => openKept(each, trust, extent));
  const detachedMonths = await readDetachedMonths(db);
  const check = new LeafCheck(kinds, salt, new Set(detachedMonths));
  const checkpoints = await verifyLeaves(settings, extent, kept, check);
  const pending = await verifyPending(dataSource, check);
  const freeTexts = await verifyNothingElse(db, kinds);
  const published = extent.newestCheckpoint ?? 0;
  return { ...check.counts, size: extent.size, published, checkpoints, pending, freeTexts, detachedMonths };
}

const LEDGER_TABLES = [
  "ledger_log",
  "ledger_head",
  "ledger_leaf",
  "ledger_pending",
  "ledger_tile",
  "ledger_checkpoint",
];
const OTHER_TABLES = ["coverage_detached", "free_text"];

async function refuseUnreadable(db: EntityManager, kinds: readonly LeafKind[]): Promise<void> {
  const facts = kinds.flatMap(({ table, users }) => (users ? [table, users.table] : [table]));
  const [unusable] = await findUnusableTables(db, [...LEDGER_TABLES, ...OTHER_TABLES, ...facts]);
  if (unusable === undefined) return;
  throw new CannotRead(
    unusable.isThere
      ? `this role may not read every row of ${unusable.name}; give one that may: a member of pg_read_all_data with BYPASSRLS`
      : `the database has no table ${unusable.name}; give the database of a registry of this version`,
  );
}

async function verifyLogRow(db: EntityManager, { log }: Trust): Promise<{ salt: Buffer }> {
  const rows = await readLog(db);
  const [row] = rows;
  if (rows.length !== 1 || !row!.onlyRow)
    throw new NotVerified("ledger_log does not hold the one row that it is to hold");
  const { origin, verifierKey, isOn, salt } = row!;
  if (origin !== log.name) throw new NotVerified(`the database is of the log ${origin}, not of ${log.name}`);
  if (verifierKey !== log.text) {
    throw new NotVerified(
      verifierKey === null
        ? "the database names no key of its log: nothing was ever signed"
        : "the database names another key of its log",
    );
  }
  if (!isOn) throw new NotVerified("the ledger is switched off, so what is recorded now gets no leaf");
  return { salt };
}

/** How far the ledger is; from then on it only grows. */
async function verifyExtent(db: EntityManager): Promise<LedgerExtent> {
  const rows = await readExtent(db);
  const [extent] = rows;
  if (rows.length !== 1 || !extent!.onlyRow)
    throw new NotVerified("ledger_head does not hold the one row that it is to hold");
  const { size, lowest, highest, newestCheckpoint, smallestCheckpoint } = extent!;
  const last = highest ?? -1;
  if ((lowest ?? 0) !== 0) throw new NotVerified(`the first leaf is leaf ${lowest}, not leaf 0`);
  if (last !== size - 1)
    throw new NotVerified(`the ledger's head says ${size} leaves, but the last leaf is leaf ${last}`);
  if ((newestCheckpoint ?? 0) > size) {
    throw new NotVerified(
      `a checkpoint of ${newestCheckpoint} leaves is signed, but there are ${size}: leaves were cut off`,
    );
  }
  if ((smallestCheckpoint ?? 1) < 1)
    throw new NotVerified(`there is a checkpoint of ${smallestCheckpoint} leaves`);
  if (newestCheckpoint === null && size > 0)
    throw new NotVerified(`no checkpoint is signed for the ${size} leaves`);
  return extent!;
}

function openKept({ name, note }: KeptCheckpoint, trust: Trust, { size }: LedgerExtent): Checkpoint {
  let checkpoint: Checkpoint;
  try {
    checkpoint = openCheckpoint(note, trust);
  } catch (error) {
    if (error instanceof NotVerified) throw new NotVerified(`${name}: ${error.message}`, { cause: error });
    throw error;
  }
  if (checkpoint.size > size) {
    throw new NotVerified(
      `${name} is of ${checkpoint.size} leaves, but the database has ${size}: leaves were cut off, or an older backup was restored`,
    );
  }
  return checkpoint;
}

/** Goes through all leaves in their order; answers how many checkpoints are signed. */
async function verifyLeaves(
  { dataSource, trust, progress }: AuditSettings,
  extent: LedgerExtent,
  kept: readonly Checkpoint[],
  check: LeafCheck,
): Promise<number> {
  const tree = new TreeCheck(extent, trust, kept);
  const tell = progress(extent.size);
  const read = (from: number): Promise<Batch> => {
    const to = Math.min(from + BATCH_LEAVES, extent.size);
    return inTransaction(dataSource, (tx) => readBatch(tx, from, to, check));
  };
  for await (const batch of inOrder(batchStarts(extent.size), BATCHES_AHEAD, read)) {
    await tree.add(batch, dataSource.manager);
    tell(batch.to);
  }
  return tree.finish();
}

function* batchStarts(size: number): Generator<number> {
  for (let from = 0; from < size; from += BATCH_LEAVES) yield from;
}

/** What waits for its place must be what its row makes, too; answers how many wait. */
async function verifyPending(dataSource: DataSource, check: LeafCheck): Promise<number> {
  let pending = 0;
  await inTransaction(dataSource, async (tx) => {
    await tx.query("SET TRANSACTION READ ONLY");
    for await (const leaves of readPending(tx)) {
      pending += leaves.length;
      const wrong = await inTransaction(dataSource, (other) => check.firstWrong(other, leaves));
      if (wrong === null) continue;
      const { kind, event } = leaves[wrong.place]!;
      throw new NotVerified(`the pending leaf of ${kind} ${event} ${wrong.why}`);
    }
  });
  return pending;
}

/** Looks for what is in the database and not in the ledger; answers how many free texts there are. */
async function verifyNothingElse(db: EntityManager, kinds: readonly LeafKind[]): Promise<number> {
  for (const kind of kinds) {
    const row = await findRowWithoutLeaf(db, kind);
    if (row !== null) {
      throw new NotVerified(
        `${kind.table} ${row} has no leaf, nor one that waits for its place: it was put in past the registry, or is still to be filled in`,
      );
    }
    const owner = kind.users && (await findSetWithoutOwner(db, kind, kind.users));
    if (owner !== null)
      throw new NotVerified(`${kind.users!.table} has rows of ${kind.table} ${owner}, which is not there`);
  }
  const twice = (await countRowsAndLeaves(db, kinds)).find(({ rows, leaves }) => rows !== leaves);
  if (twice)
    throw new NotVerified(`${twice.kind} has ${twice.rows} rows and ${twice.leaves} leaves: one has several`);
  const { count, wrong } = await checkFreeTexts(
    db,
    kinds.filter(({ columns }) => "free_text_commitments" in columns),
  );
  if (wrong)
    throw new NotVerified(
      `the text ${wrong.field} of ${wrong.fact} is not the one its fact has committed to`,
    );
  return count;
}
