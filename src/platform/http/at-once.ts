/** How many of a caller's requests are under way. In this process's memory. */
export class AtOnce {
  readonly #underWay = new Map<string, number>();

  constructor(readonly max: number) {}

  /** Lets one more begin. Answers what to call when it has ended; null where there are as many already. */
  begin(caller: string): (() => void) | null {
    const count = this.#underWay.get(caller) ?? 0;
    if (count >= this.max) return null;
    this.#underWay.set(caller, count + 1);
    return () => {
      const left = (this.#underWay.get(caller) ?? 1) - 1;
      if (left > 0) this.#underWay.set(caller, left);
      else this.#underWay.delete(caller);
    };
  }
}
