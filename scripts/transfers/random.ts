/**
 * Numbers that look random and are the same on every machine for the same seed: mulberry32, 32 bits of state and integer
 * arithmetic alone. Not for secrets.
 */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, less than 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.fraction() * (max - min + 1));
  }

  /** As `integer`, with small numbers much likelier than large ones. */
  mostlySmall(min: number, max: number): number {
    return min + Math.floor(this.fraction() * this.fraction() * this.fraction() * (max - min + 1));
  }

  /** True in `share` of all cases, 0 to 1. */
  happens(share: number): boolean {
    return this.fraction() < share;
  }

  /** One of the items, of which there must be at least one. */
  oneOf<Item>(items: readonly Item[]): Item {
    return items[this.integer(0, items.length - 1)]!;
  }

  /** `count` different items, in the order drawn. There must be as many. */
  someOf<Item>(items: readonly Item[], count: number): Item[] {
    const left = [...items];
    return Array.from({ length: count }, () => left.splice(this.integer(0, left.length - 1), 1)[0]!);
  }
}
