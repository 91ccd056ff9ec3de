import type { EntityManager } from "typeorm";
import type { SubjectNumber } from "./core/subject-number.js";
import { takeBlock } from "./subjects.repository.js";

const BLOCK_SIZE_MIN = 1_024;

/**
 * This process's stock of dense numbers that nobody else will give out.
 *
 * Numbers are reserved before a transaction begins: taking a block inside it would hold the block's row locked until the
 * commit, and taking it on a second connection could wait for ever on a pool whose connections all wait likewise. What a
 * process has not used when it ends is lost, at most a block: numbers are dense, not gapless.
 */
export class NumberBlocks {
  #free: SubjectNumber[] = [];
  #taking: Promise<void> | null = null;

  constructor(private readonly db: EntityManager) {}

  /** `count` numbers for the caller alone. What it does not use it gives back. */
  async reserve(count: number): Promise<SubjectNumber[]> {
    while (this.#free.length < count) {
      this.#taking ??= this.#take(Math.max(BLOCK_SIZE_MIN, count)).finally(() => {
        this.#taking = null;
      });
      await this.#taking;
    }
    return this.#free.splice(this.#free.length - count, count);
  }

  giveBack(numbers: readonly SubjectNumber[]): void {
    for (const number of numbers) this.#free.push(number);
  }

  async #take(count: number): Promise<void> {
    const first = await takeBlock(this.db, count);
    // Largest first, because `reserve` takes from the end.
    for (let offset = count - 1; offset >= 0; offset -= 1) this.#free.push((first + offset) as SubjectNumber);
  }
}
