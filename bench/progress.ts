/** Says on standard error what is being measured and about how long the rest takes. */
export class Progress {
  readonly #startedAt = performance.now();
  #done = 0;
  #running: { readonly title: string; readonly seconds: number; readonly startedAt: number } | null = null;
  #count = 0;

  /**
   * @param estimates the seconds each scenario is expected to take on a two-core machine; the run itself shows how much slower or
   * faster this one is
   */
  constructor(
    private readonly estimates: readonly number[],
    private readonly write: (text: string) => void,
  ) {}

  begin(title: string): void {
    const previous = this.#running;
    if (previous !== null) this.#done += previous.seconds;
    this.#running = { title, seconds: this.estimates[this.#count] ?? 0, startedAt: performance.now() };
    this.#count += 1;
    this.step("starting");
  }

  /** A line: which scenario of how many, what it does now, what is left. */
  step(doing: string): void {
    if (this.#running === null) return;
    const place = `[${this.#count}/${this.estimates.length}]`;
    this.write(`${place} ${this.#running.title}: ${doing} · ${this.#timeLeft()} left\n`);
  }

  #timeLeft(): string {
    const running = this.#running!;
    const elapsed = (performance.now() - this.#startedAt) / 1_000;
    const here = (performance.now() - running.startedAt) / 1_000;
    const total = this.estimates.reduce((sum, seconds) => sum + seconds, 0);
    // How much slower or faster than expected the scenarios behind us were.
    const pace = this.#done > 0 ? (elapsed - here) / this.#done : 1;
    const left = (total - this.#done - running.seconds) * pace + Math.max(0, running.seconds * pace - here);
    return left < 90 ? `about ${Math.ceil(left)} s` : `about ${Math.ceil(left / 60)} min`;
  }
}
