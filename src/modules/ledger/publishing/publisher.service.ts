import type { DataSource } from "typeorm";
import { inTransaction, type Tx } from "../../../platform/db/transaction.js";
import type { Logger } from "../../../platform/observability/logger.js";
import { checkpointText, openCheckpoint, type Checkpoint } from "../core/checkpoint.js";
import { HASH_BYTES } from "../core/merkle-tree.js";
import { NotVerified } from "../core/not-verified.js";
import { parseVerifierKey, type VerifierKey } from "../core/note-keys.js";
import { consistencyProof, nodesFromTiles, rootAt, type ReadNodes } from "../core/tree-proofs.js";
import { LedgerHalted, olderDatabase, REWRITTEN } from "../ledger-halted.js";
import type { LogSigner } from "../log-signer.js";
import { findTilesAt } from "../sequencing/sequencer.repository.js";
import type { Witness } from "../witness-client.js";
import type { CheckpointFile } from "./checkpoint-file.js";
import { Cosignatures } from "./cosignatures.js";
import { findHeadSize, findShownNote, showCheckpoint, takeTurn } from "./publisher.repository.js";

export interface PublisherSettings {
  /** As the sequencer's role; of two connections at least. */
  readonly dataSource: DataSource;
  readonly signer: LogSigner;
  readonly file: CheckpointFile;
  /** Null where nobody is asked to cosign. */
  readonly witness: Witness | null;
  readonly logger: Logger;
}

/** A checkpoint and the note it was read from. */
type Signed = Checkpoint & { readonly note: string };

/** What was signed last, as it is kept in the file and as it is shown; null where there is none. */
interface SignedNotes {
  readonly kept: string | null;
  readonly shown: string | null;
}

/**
 * Signs a checkpoint for what has its place in the log, keeps it in the file, and then shows it. Any number of processes may do so at
 * once: one of them has its turn, and whatever they sign, they sign for one log that only grows.
 */
export class Publisher {
  readonly #key: VerifierKey;
  /** Of the last checkpoint that this publisher has seen in all three places; nothing is to be done until the log is longer. */
  #publishedSize = -1;
  readonly #cosignatures: Cosignatures;

  constructor(private readonly settings: PublisherSettings) {
    const currentSize = () => findHeadSize(settings.dataSource.manager);
    this.#cosignatures = new Cosignatures({ ...settings, currentSize });
    this.#key = parseVerifierKey(settings.signer.verifierKey);
  }

  /**
   * Publishes the log as it is now; does nothing where that has been done, or `until` is aborted meanwhile. Answers whether it could look:
   * not while another one has its turn.
   *
   * Throws LedgerHalted, and signs nothing, where the log no longer continues what was signed, or the witness says so.
   */
  async publish(until?: AbortSignal): Promise<boolean> {
    const { dataSource } = this.settings;
    const size = await findHeadSize(dataSource.manager);
    if (size === this.#publishedSize && !this.#cosignatures.areDue) return true;
    const published = await inTransaction(dataSource, async (turn) =>
      // Else a publisher whose witness was slow would put its checkpoint into the file after another one's newer.
      (await takeTurn(turn)) ? this.#publishInTurn(turn, until) : undefined,
    );
    if (typeof published === "number") this.#publishedSize = published;
    return published !== undefined;
  }

  /** Answers the size up to which all is done once `turn` has ended; null where something is left to do. */
  async #publishInTurn(turn: Tx, until?: AbortSignal): Promise<number | null> {
    const { dataSource, file } = this.settings;
    const signed = { kept: await file.read(), shown: await findShownNote(dataSource.manager) };
    // Asked for last: what somebody else has just placed and signed for is no sign of an older database.
    const size = await findHeadSize(dataSource.manager);
    const shown = await this.#bringTogether(turn, size, signed);
    const isNew = size > (shown?.size ?? 0);
    if (isNew || (shown !== null && this.#cosignatures.areMissingIn(shown.note))) {
      if (!(await this.#publishAs(turn, size, isNew, until))) return null;
    }
    return size;
  }

  /**
   * Verifies that the log of `size` leaves continues the checkpoint in the file and the one that is shown, and brings these two
   * together: after a crash between the steps, or on another machine than the last time. Answers what is shown, null = nothing yet.
   */
  async #bringTogether(turn: Tx, size: number, signed: SignedNotes): Promise<Signed | null> {
    const { file, logger } = this.settings;
    const kept = await this.#verified(signed.kept, `the checkpoint in ${file.path}`, size);
    const shown = await this.#verified(signed.shown, "the checkpoint shown", size);
    if (kept !== null && kept.size > (shown?.size ?? 0)) {
      await showCheckpoint(turn, kept.size, kept.note);
      return kept;
    }
    if (shown === null) return null;
    if (kept === null) {
      logger.warn({ size: shown.size }, "no checkpoint is kept outside the database: takes the one shown");
    }
    if (kept === null || kept.size < shown.size) await file.write(shown.note);
    return shown;
  }

  /** Reads a checkpoint that was signed before and verifies it against the log of `size` leaves. */
  async #verified(note: string | null, called: string, size: number): Promise<Signed | null> {
    if (note === null) return null;
    const checkpoint = this.#open(note, called);
    if (checkpoint.size > size) {
      throw olderDatabase(size, called, checkpoint.size);
    }
    if (!(await rootAt(checkpoint.size, this.#nodes(size))).equals(checkpoint.root)) {
      throw new LedgerHalted(
        `The first ${checkpoint.size} leaves of the database's log are not those that ${called} was signed for. ${REWRITTEN}`,
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

  /** Signs for `size` leaves; a checkpoint that is not new is shown again only with a cosignature. Answers whether all is done. */
  async #publishAs(turn: Tx, size: number, isNew: boolean, until?: AbortSignal): Promise<boolean> {
    const { signer, file, logger } = this.settings;
    const root = await rootAt(size, this.#nodes(size));
    const signed = await signer.sign(checkpointText({ origin: signer.name, size, root }));
    const cosigning = await this.#cosignatures.askFor(signed, size, (from) =>
      consistencyProof(from, size, this.#nodes(size)),
    );
    // The next leader may have signed for more while the witness was asked.
    if (until?.aborted || cosigning === "overtaken") return false;
    if (cosigning === "none" && !isNew) return true;
    const note = cosigning === "none" ? signed : cosigning.note;
    // Fails where the turn was lost with its connection: somebody else may have kept a newer one by now.
    await takeTurn(turn);
    // Kept before it is shown: what somebody has seen is never forgotten with the database.
    await file.write(note);
    await showCheckpoint(turn, size, note);
    logger.debug({ size }, "checkpoint published");
    return true;
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
