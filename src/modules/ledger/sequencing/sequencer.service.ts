import type { DataSource } from "typeorm";
import { inTransaction } from "../../../platform/db/transaction.js";
import { isDuplicate } from "../../../platform/db/pg-errors.js";
import { growTiles, unfinishedTiles, type Tile } from "../core/growing-tiles.js";
import { LedgerHalted } from "../ledger-halted.js";
import {
  findTilesAt,
  isAnyWaiting,
  lockHead,
  moveHead,
  placeLeaves,
  putTiles,
  type LeafName,
  type PlacedLeaves,
} from "./sequencer.repository.js";

/** Leaves in one transaction: about a tenth of a second's work. */
const STEP = 8_192;

type PlacedStep = Pick<PlacedLeaves, "count" | "next">;

/**
 * Gives the leaves that wait their places in the log, without a gap, and grows the tiles of its tree with them. Any number of
 * processes may do so at once: each step is a transaction that holds the log's head.
 */
export class Sequencer {
  /** @param dataSource as the sequencer's role */
  constructor(
    private readonly dataSource: DataSource,
    private readonly step = STEP,
  ) {}

  /**
   * Gives a place to everything that waits, step by step. Answers how many leaves it placed.
   *
   * Each call begins with the first that waits, whatever came before it: an event may have been recorded long before another and be
   * committed after it. Only within a call it goes on from where it is, past what it has taken, which the table still holds as dead
   * rows.
   *
   * Throws LedgerHalted, and places nothing more, where what is in the log already has been changed.
   */
  async placeAll(until?: AbortSignal): Promise<number> {
    let placed = 0;
    // Even to hold the head is written to disk, and most of the time a log is idle.
    let isMore = await isAnyWaiting(this.dataSource.manager);
    for (let after: LeafName | null = null; isMore && until?.aborted !== true;) {
      const { count, next }: PlacedStep = await this.#placeStep(after);
      placed += count;
      after = next;
      isMore = next !== null;
    }
    return placed;
  }

  #placeStep(after: LeafName | null): Promise<PlacedStep> {
    return inTransaction(this.dataSource, async (tx) => {
      const size = await lockHead(tx);
      const { count, hashes, next } = await placeLeaves(tx, { size, after, limit: this.step }).catch(
        (error: unknown) => {
          throw isDuplicate(error) ? new LedgerHalted(TAKEN) : error;
        },
      );
      if (count > 0) {
        const unfinished = await findTilesAt(tx, unfinishedTiles(size));
        await putTiles(tx, grown(size, unfinished, hashes));
        await moveHead(tx, size + count);
      }
      return { count, next };
    });
  }
}

const REMEDY =
  "the tables of the ledger were changed by hand. Find out by `registry-verify audit` what was changed, and restore a backup of the " +
  "database; nothing is signed until then.";
const TAKEN = `A leaf that waits has another one in the log already, or the log goes on past its own end: ${REMEDY}`;

function grown(size: number, unfinished: readonly Tile[], leafHashes: Buffer): Tile[] {
  try {
    return growTiles(size, unfinished, leafHashes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new LedgerHalted(`${error.message} So ${REMEDY}`);
  }
}
