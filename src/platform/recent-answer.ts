/**
 * The answer to a question that is the same for all who ask. It is good for a moment, and whoever asks while the question is under way waits
 * for that one: however many ask, it is never asked twice at a time. In this process's memory.
 */
export class RecentAnswer<Answer> {
  #last: { readonly answer: Promise<Answer>; readonly askedAt: number; isUnderWay: boolean } | null = null;

  /** @param goodMs from when it was asked. A failure is no answer: the next asks again */
  constructor(
    private readonly ask: () => Promise<Answer>,
    private readonly goodMs: number,
  ) {}

  get(): Promise<Answer> {
    if (this.#last && (this.#last.isUnderWay || performance.now() - this.#last.askedAt < this.goodMs)) {
      return this.#last.answer;
    }
    const asked = { answer: this.ask(), askedAt: performance.now(), isUnderWay: true };
    this.#last = asked;
    asked.answer.then(
      () => (asked.isUnderWay = false),
      () => this.#last === asked && this.forget(),
    );
    return asked.answer;
  }

  /** For after what the answer is about has changed: one that is under way came too early as well. */
  forget(): void {
    this.#last = null;
  }
}
