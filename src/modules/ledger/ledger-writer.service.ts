import type { DataSource } from "typeorm";
import { inTransaction } from "../../platform/db/transaction.js";
import type { Logger } from "../../platform/observability/logger.js";
import { LedgerHalted } from "./ledger-halted.js";
import type { LogSigner } from "./log-signer.js";
import { CheckpointFile } from "./publishing/checkpoint-file.js";
import { setHalted } from "./publishing/publisher.repository.js";
import { Publisher } from "./publishing/publisher.service.js";
import { Sequencer } from "./sequencing/sequencer.service.js";
import type { Witness } from "./witness-client.js";

export interface LedgerWriterSettings {
  /** As the sequencer's role. */
  readonly dataSource: DataSource;
  readonly signer: LogSigner;
  /** Where the last checkpoint is kept outside the database. */
  readonly checkpointFile: string;
  /** Null where nobody is asked to cosign. */
  readonly witness: Witness | null;
  readonly logger: Logger;
}

const HALTED_RETRY_MS = 10_000;
/** A long queue is published piece by piece, so that nobody waits for all of it. */
const PIECE_MS = 1_000;

/** Writes the log: gives leaves their places, and signs for them. The work of the ledger's leader; right also where two do it. */
export class LedgerWriter {
  readonly #sequencer: Sequencer;
  readonly #publisher: Publisher;
  /** Why nothing is signed; null where all is well, undefined before the first look. */
  #halted: string | null | undefined;
  #retryAt = 0;

  constructor(private readonly settings: LedgerWriterSettings) {
    const { dataSource, checkpointFile } = settings;
    this.#sequencer = new Sequencer(dataSource);
    this.#publisher = new Publisher({ ...settings, file: new CheckpointFile(checkpointFile) });
  }

  /**
   * Puts all that waits into the log and publishes it. Where the log must not be signed, that is logged once, kept for every process
   * to read, and looked at again every ten seconds; leaves wait meanwhile.
   */
  async write(until?: AbortSignal): Promise<void> {
    if (typeof this.#halted === "string" && performance.now() < this.#retryAt) return;
    try {
      // A log that does not continue what was signed is left as it was found.
      if (this.#halted !== null && !(await this.#publisher.publish(until))) return;
      for (let isMore = true; isMore && until?.aborted !== true;) {
        const piece = AbortSignal.timeout(PIECE_MS);
        await this.#sequencer.placeAll(until ? AbortSignal.any([until, piece]) : piece);
        await this.#publisher.publish(until);
        await this.#note(null);
        isMore = piece.aborted;
      }
    } catch (error) {
      if (!(error instanceof LedgerHalted)) throw error;
      this.#retryAt = performance.now() + HALTED_RETRY_MS;
      await this.#note(error.message);
    }
  }

  async #note(reason: string | null): Promise<void> {
    if (this.#halted === reason) return;
    const { dataSource, logger } = this.settings;
    await inTransaction(dataSource, (tx) => setHalted(tx, reason));
    if (reason !== null) logger.error({ reason }, "the ledger is halted: nothing is signed");
    else if (this.#halted !== undefined) logger.info("the ledger goes on");
    this.#halted = reason;
  }
}
