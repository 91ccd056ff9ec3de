/** A start that cannot go on. Its message is for the operator: it names each setting and the remedy. */
export class StartRefused extends Error {
  constructor(
    readonly problems: readonly string[],
    options?: ErrorOptions,
  ) {
    super(problems.join("\n"), options);
    this.name = "StartRefused";
  }
}
