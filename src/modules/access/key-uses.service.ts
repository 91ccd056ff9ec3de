import type { DataSource } from "typeorm";
import { upsertKeyUses } from "./key-uses.repository.js";

/**
 * When each key was last used by this process. A use costs its request nothing: it is noted in memory, and `write` stores what was noted
 * since the last time, in one statement.
 */
export class KeyUses {
  #noted = new Map<string, Date>();

  constructor(private readonly dataSource: DataSource) {}

  note(keyId: string, now: Date): void {
    this.#noted.set(keyId, now);
  }

  /** What could not be stored waits for the next time. */
  async write(): Promise<void> {
    if (this.#noted.size === 0) return;
    const noted = this.#noted;
    this.#noted = new Map();
    try {
      await upsertKeyUses(this.dataSource.manager, noted);
    } catch (error) {
      this.#noted = new Map([...noted, ...this.#noted]);
      throw error;
    }
  }
}
