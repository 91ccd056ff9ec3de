import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { writeDurably } from "../../../platform/data-dir.js";

/** The last checkpoint that was signed, kept outside the database, so that an older database is recognised. */
export class CheckpointFile {
  constructor(readonly path: string) {}

  /** The signed note; null where there is no file. */
  async read(): Promise<string | null> {
    try {
      return await readFile(this.path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
  }

  /** Once this has returned, the note outlives a power cut. */
  async write(note: string): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    await writeDurably(this.path, note, 0o644);
  }
}
