const EVERY_MS = 2_000;

/** Tells every two seconds how far something is, how fast, and how long it will still take. */
export class Progress {
  constructor(private readonly stream: NodeJS.WritableStream) {}

  /** @returns what is to be called with how many of `total` are done. */
  of(total: number, unit: string): (done: number) => void {
    const began = performance.now();
    let told = began;
    return (done) => {
      const now = performance.now();
      if (now - told < EVERY_MS) return;
      told = now;
      const perSecond = (done * 1_000) / (now - began);
      const left = Math.ceil((total - done) / perSecond);
      const counted = [done, total, Math.round(perSecond)].map((count) => count.toLocaleString("en"));
      this.stream.write(`${counted[0]} of ${counted[1]} ${unit}, ${counted[2]} a second, ${left} s left\n`);
    };
  }
}
