import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { writeDurably } from "../../../platform/data-dir.js";
import { LedgerHalted } from "../ledger-halted.js";

/**
 * The last checkpoint that was signed, kept outside the database, so that an older database is recognised.
 *
 * Throws LedgerHalted where the file cannot be read or written: nothing may be shown that is not kept.
 */
export class CheckpointFile {
  constructor(readonly path: string) {}

  /** The signed note; null where there is no file. */
  async read(): Promise<string | null> {
    try {
      return await readFile(this.path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw this.#unusable("read", error);
    }
  }

  /** Once this has returned, the note outlives a power cut. */
  async write(note: string): Promise<void> {
    try {
      await mkdir(dirname(this.path), { recursive: true });
      await writeDurably(this.path, note, 0o644);
    } catch (error) {
      throw this.#unusable("written", error);
    }
  }

  #unusable(done: "read" | "written", error: unknown): LedgerHalted {
    return new LedgerHalted(
      `The checkpoint's file ${this.path} cannot be ${done} (${(error as NodeJS.ErrnoException).code}): make room there and let the ` +
        "registry's user read and write it, or name another in LEDGER_CHECKPOINT_FILE; nothing is signed until then.",
    );
  }
}
