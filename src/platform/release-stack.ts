/** Lets go of one thing. */
export type Release = () => Promise<unknown>;

/** What a start has opened so far, and how to let go of it: the last opened goes first. */
export class ReleaseStack {
  readonly #releases: Release[] = [];
  #releasing: Promise<void> | undefined;

  push(release: Release): void {
    this.#releases.push(release);
  }

  /**
   * Lets go of everything, one after the other; what fails does not keep the rest open. Calling it again waits for the same end.
   *
   * Rejects with the first failure, once all is done.
   */
  releaseAll(): Promise<void> {
    return (this.#releasing ??= this.#run());
  }

  async #run(): Promise<void> {
    const failures: unknown[] = [];
    for (const release of this.#releases.toReversed()) {
      await release().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
