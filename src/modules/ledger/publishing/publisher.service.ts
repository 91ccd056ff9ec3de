import type { DataSource } from "typeorm";
import type { Logger } from "../../../platform/observability/logger.js";
import { checkpointText, openCheckpoint, type Checkpoint } from "../core/checkpoint.js";
import { HASH_BYTES } from "../core/merkle-tree.js";
import { NotVerified } from "../core/not-verified.js";
import { parseVerifierKey, type NoteSigner, type VerifierKey } from "../core/note-keys.js";
import { signNote } from "../core/signed-note.js";
import { consistencyProof, nodesFromTiles, rootAt, type ReadNodes } from "../core/tree-proofs.js";
import { LedgerHalted } from "../ledger-halted.js";
import { findTilesAt } from "../sequencing/sequencer.repository.js";
import type { Witness } from "../witness-client.js";
import type { CheckpointFile } from "./checkpoint-file.js";
import { findHeadSize, findShownNote, showCheckpoint } from "./publisher.repository.js";

export interface PublisherSettings {
  /** As the sequencer's role. */
  readonly dataSource: DataSource;
  /** The log's own key, whose name is the log's. */
  readonly signer: NoteSigner;
  readonly file: CheckpointFile;
  /** Null where nobody is asked to cosign. */
  readonly witness: Witness | null;
  readonly logger: Logger;
}

const WITNESS_REST_MS = 30_000;

/**
 * Signs a checkpoint for what has its place in the log, keeps it in the file, and then shows it. Any number of processes may do so at
 * once: whatever they sign, they sign for one log that only grows.
 */
export class Publisher {
  readonly #key: VerifierKey;
  /** Of the last checkpoint that this publisher has seen in all three places; nothing is to be done until the log is longer. */
  #publishedSize = -1;
  #witnessRestsUntil = 0;

  constructor(private readonly settings: PublisherSettings) {
    this.#key = parseVerifierKey(settings.signer.verifierKey);
  }

  /**
   * Publishes the log as it is now; does nothing where that has been done, or `until` is aborted meanwhile.
   *
   * Throws LedgerHalted, and signs nothing, where the log no longer continues what was signed, or the witness says so.
   */
  async publish(until?: AbortSignal): Promise<void> {
    const { dataSource } = this.settings;
    const size = await findHeadSize(dataSource.manager);
    if (size === this.#publishedSize) return;
    const shown = await this.#bringTogether(size);
    if (size > shown && !(await this.#publishNew(size, until))) return;
    this.#publishedSize = size;
  }

  /**
   * Verifies that the log of `size` leaves continues the checkpoint in the file and the one that is shown, and brings these two
   * together: after a crash between the steps, or on another machine than the last time. Answers the size that is shown.
   */
  async #bringTogether(size: number): Promise<number> {
    const { dataSource, file, logger } = this.settings;
    const kept = await this.#verified(await file.read(), `the checkpoint in ${file.path}`, size);
    const shown = await this.#verified(await findShownNote(dataSource.manager), "the checkpoint shown", size);
    if (kept !== null && kept.size > (shown?.size ?? 0)) {
      await showCheckpoint(dataSource.manager, kept.size, kept.note);
      return kept.size;
    }
    if (shown === null) return 0;
    if (kept === null) {
      logger.warn({ size: shown.size }, "no checkpoint is kept outside the database: takes the one shown");
    }
    if (kept === null || kept.size < shown.size) await file.write(shown.note);
    return shown.size;
  }

  /** Reads a checkpoint that was signed before and verifies it against the log of `size` leaves. */
  async #verified(
    note: string | null,
    called: string,
    size: number,
  ): Promise<(Checkpoint & { readonly note: string }) | null> {
    if (note === null) return null;
    const checkpoint = this.#open(note, called);
    if (checkpoint.size > size) {
      throw new LedgerHalted(
        `The database's log has ${size} leaves, but ${called} was signed for ${checkpoint.size}: an older database was restored. ` +
          "Stop the registry, restore a backup taken after that checkpoint, and start again; nothing is signed until then.",
      );
    }
    if (!(await rootAt(checkpoint.size, this.#nodes(size))).equals(checkpoint.root)) {
      throw new LedgerHalted(
        `The first ${checkpoint.size} leaves of the database's log are not those that ${called} was signed for: the log was rewritten, ` +
          "or another history was restored. Find out by `registry-verify audit` what was changed, and restore a backup with the history " +
          "that was signed; nothing is signed until then.",
      );
    }
    return { ...checkpoint, note };
  }

  #open(note: string, called: string): Checkpoint {
    try {
      return openCheckpoint(note, { log: this.#key, witnesses: [] });
    } catch (error) {
      if (!(error instanceof NotVerified)) throw error;
      throw new LedgerHalted(
        `It cannot be told what was signed last: of ${called}, ${error.message}. ` +
          "Put back what was there; nothing is signed until then.",
      );
    }
  }

  /** Answers whether it did. */
  async #publishNew(size: number, until?: AbortSignal): Promise<boolean> {
    const { dataSource, signer, file, logger } = this.settings;
    const root = await rootAt(size, this.#nodes(size));
    const signed = signNote(checkpointText({ origin: signer.name, size, root }), [signer]);
    const note = await this.#cosigned(signed, size);
    // The next leader may have signed for more while the witness was asked.
    if (until?.aborted) return false;
    // Kept before it is shown: what somebody has seen is never forgotten with the database.
    await file.write(note);
    await showCheckpoint(dataSource.manager, size, note);
    logger.debug({ size }, "checkpoint published");
    return true;
  }

  /** With the witness's cosignature where it gives one in time; a witness that gives none is left alone for a while. */
  async #cosigned(note: string, size: number): Promise<string> {
    const { witness, logger } = this.settings;
    if (witness === null || performance.now() < this.#witnessRestsUntil) return note;
    const proofFrom = (from: number) => consistencyProof(from, size, this.#nodes(size));
    const answer = await witness.cosign(note, size, proofFrom);
    switch (answer.kind) {
      case "cosigned":
        return answer.note;
      case "contradicted":
        throw new LedgerHalted(answer.reason);
      case "without":
        this.#witnessRestsUntil = performance.now() + WITNESS_REST_MS;
        logger.warn({ reason: answer.reason, retryMs: WITNESS_REST_MS }, "published without a cosignature");
        return note;
    }
  }

  #nodes(size: number): ReadNodes {
    const { manager } = this.settings.dataSource;
    return nodesFromTiles(size, async (places) => {
      const tiles = await findTilesAt(manager, places);
      return places.map(({ level, number, width }) => {
        const tile = tiles.find((each) => each.level === level && each.number === number);
        if (tile !== undefined && tile.hashes.length >= width * HASH_BYTES) return tile.hashes;
        throw new LedgerHalted(
          `Tile ${number} of level ${level} lacks hashes that a log of ${size} leaves has: the tables of the ledger were changed. ` +
            "Restore a backup of the database; nothing is signed until then.",
        );
      });
    });
  }
}
