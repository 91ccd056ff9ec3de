import type { Logger } from "../../../platform/observability/logger.js";
import { NotVerified } from "../core/not-verified.js";
import { openNote } from "../core/signed-note.js";
import { LedgerHalted, olderDatabase, REWRITTEN } from "../ledger-halted.js";
import type { Witness } from "../witness-client.js";

/** What came of asking: the note with the cosignature, none, or that another publisher was asked for more in the meantime. */
export type CosigningOutcome = { readonly note: string } | "none" | "overtaken";

export interface CosignaturesSettings {
  /** Null where nobody is asked to cosign. */
  readonly witness: Witness | null;
  readonly logger: Logger;
  /** How many leaves have their place now. */
  readonly currentSize: () => Promise<number>;
}

const REST_MS = 30_000;

/** Asks the witness for its cosignatures, and leaves one that gives none alone for a while. */
export class Cosignatures {
  #restsUntil = 0;
  #areMissing = false;

  constructor(private readonly settings: CosignaturesSettings) {}

  /** Whether the last checkpoint asked for has none, and the witness has rested. */
  get areDue(): boolean {
    return this.#areMissing && this.#mayAsk;
  }

  /** Whether the witness is to be asked to cosign a checkpoint that was published without. */
  areMissingIn(note: string): boolean {
    const { witness } = this.settings;
    if (witness === null) return false;
    try {
      openNote(note, [witness.key]);
      return false;
    } catch (error) {
      if (error instanceof NotVerified) return true;
      throw error;
    }
  }

  /** As `Witness.cosign`. Throws LedgerHalted where the witness has seen another history, or more of this one than there is. */
  async askFor(...[note, size, proofFrom]: Parameters<Witness["cosign"]>): Promise<CosigningOutcome> {
    const { witness, logger, currentSize } = this.settings;
    if (witness === null) return "none";
    this.#areMissing = true;
    if (!this.#mayAsk) return "none";
    const answer = await witness.cosign(note, size, proofFrom);
    switch (answer.kind) {
      case "cosigned":
        this.#areMissing = false;
        return { note: answer.note };
      case "ahead": {
        const current = await currentSize();
        if (current >= answer.size) return "overtaken";
        throw olderDatabase(current, "a checkpoint that the witness cosigned", answer.size);
      }
      case "contradicted":
        throw new LedgerHalted(`${answer.reason} ${REWRITTEN}`);
      case "without":
        this.#restsUntil = performance.now() + REST_MS;
        logger.warn({ reason: answer.reason, size, retryMs: REST_MS }, "published without a cosignature");
        return "none";
    }
  }

  get #mayAsk(): boolean {
    return performance.now() >= this.#restsUntil;
  }
}
