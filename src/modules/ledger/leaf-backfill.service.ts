import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { allowLonger, inTransaction, type Tx } from "../../platform/db/transaction.js";
import type { LeafKind } from "./core/leaf-kind.js";
import {
  advanceBackfill,
  findQueuedKinds,
  findRowsAfter,
  findTransactionsUnderWay,
  finishBackfill,
  insertMissingLeaves,
  isQueueLong,
  lockBackfill,
  settleKinds,
  type BatchSize,
  type QueuedKind,
} from "./leaf-backfill.repository.js";
import { findRootsOfUsers } from "./roots-of-users.js";

const BATCH: BatchSize = { rows: 1_000, users: 1_000_000 };
/** The users of one event are read in one statement, however many they are. */
const BATCH_MS_MAX = 10 * 60_000;
/** So that new events do not wait long behind older ones: the sequencer puts so many in their places in a fraction of a second. */
const QUEUE_MAX = 20_000;
const WAIT_MS = 50;

/**
 * Gives leaves to events that were recorded while the ledger was off. Background work: each batch is a transaction, and says how far it came, so that
 * another process can go on.
 */
export class LeafBackfill {
  /** @param kinds all there are, in the order in which they are filled in */
  constructor(
    private readonly dataSource: DataSource,
    private readonly kinds: readonly LeafKind[],
    private readonly batch = BATCH,
  ) {}

  async run(until: AbortSignal): Promise<void> {
    const queued = await findQueuedKinds(this.dataSource.manager);
    if (queued.length === 0) return;
    await this.#settle(
      queued.filter(({ isSettled }) => !isSettled),
      until,
    );
    const names = new Set(queued.map(({ kind }) => kind));
    for (const kind of this.kinds.filter(({ table }) => names.has(table))) await this.#fillIn(kind, until);
  }

  /**
   * Waits until everybody has ended who was under way after the kinds were queued. Who saw the ledger off was under way by then: what it
   * recorded is seen from now on, and who comes later sees the ledger on.
   */
  async #settle(kinds: readonly QueuedKind[], until: AbortSignal): Promise<void> {
    if (kinds.length === 0) return;
    const { manager } = this.dataSource;
    let underWay = new Set(await findTransactionsUnderWay(manager));
    while (underWay.size > 0) {
      if (!(await pause(until))) return;
      underWay = new Set((await findTransactionsUnderWay(manager)).filter((id) => underWay.has(id)));
    }
    await inTransaction(this.dataSource, (tx) => settleKinds(tx, kinds));
  }

  async #fillIn(kind: LeafKind, until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      if (await isQueueLong(this.dataSource.manager, QUEUE_MAX)) {
        await pause(until);
      } else if (!(await inTransaction(this.dataSource, (tx) => this.#fillInBatch(tx, kind)))) {
        return;
      }
    }
  }

  /** Answers whether there may be more. */
  async #fillInBatch(tx: Tx, kind: LeafKind): Promise<boolean> {
    await allowLonger(tx, BATCH_MS_MAX);
    const state = await lockBackfill(tx, kind);
    if (!state) return false;
    const rows = await findRowsAfter(tx, kind, state.reached, this.batch);
    const last = rows.at(-1);
    if (!last) {
      await finishBackfill(tx, kind);
      return false;
    }
    const missing = rows.filter(({ isMissing }) => isMissing);
    if (missing.length > 0) {
      await insertMissingLeaves(tx, kind, missing, await findRootsOfUsers(tx, state.salt, kind, missing));
    }
    await advanceBackfill(tx, kind, last.key);
    return true;
  }
}

/** False once the run is over. */
async function pause(until: AbortSignal): Promise<boolean> {
  await sleep(WAIT_MS, undefined, { signal: until }).catch(() => undefined);
  return !until.aborted;
}
