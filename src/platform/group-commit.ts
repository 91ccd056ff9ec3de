/** What a gatherer commits, and how. */
export interface GroupCommitOptions<Item, Result> {
  /** Groups under way at once. */
  readonly slots: number;
  /** Items a group has at most. */
  readonly sizeMax: number;
  /** Only items with the same answer share a transaction; left out, all may. */
  readonly groupOf?: (item: Item) => unknown;
  /** Commits all items in one transaction and answers each, in order. Where it throws, none of them was committed. */
  readonly commit: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Whether an error leaves open what was committed: then nothing is tried again, and each item's caller is told. */
  readonly isOutcomeUnknown: (error: unknown) => boolean;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets items that arrive at the same time share a transaction, without sharing a fate.
 *
 * While a slot is free, items wait for nothing but the turn of the event loop they came in; while all are busy they gather, and
 * the next slot to come free takes them. There is no timer. A group that fails is halved and tried again, down to the item
 * that made it fail, which alone is told.
 */
export class GroupCommit<Item, Result> {
  readonly #options: GroupCommitOptions<Item, Result>;
  #waiting: Waiting<Item, Result>[] = [];
  #busySlots = 0;
  #isTurnEnding = false;

  constructor(options: GroupCommitOptions<Item, Result>) {
    this.#options = options;
  }

  /** Answers once the item is committed. Rejects with what is wrong with this item, or with an error of unknown outcome. */
  submit(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#isTurnEnding || this.#busySlots === this.#options.slots) return;
      this.#isTurnEnding = true;
      // Requests that arrived together are read in one turn of the event loop: one group takes them all.
      setImmediate(() => {
        this.#isTurnEnding = false;
        while (this.#waiting.length > 0 && this.#busySlots < this.#options.slots) void this.#serveSlot();
      });
    });
  }

  async #serveSlot(): Promise<void> {
    this.#busySlots += 1;
    while (this.#waiting.length > 0) await this.#settle(this.#takeGroup());
    this.#busySlots -= 1;
  }

  /** The one that has waited longest, and those that may share with it. */
  #takeGroup(): readonly Waiting<Item, Result>[] {
    const { sizeMax, groupOf } = this.#options;
    if (groupOf === undefined) return this.#waiting.splice(0, sizeMax);
    const wanted = groupOf(this.#waiting[0]!.item);
    const taken: Waiting<Item, Result>[] = [];
    const left: Waiting<Item, Result>[] = [];
    for (const each of this.#waiting) {
      (taken.length < sizeMax && groupOf(each.item) === wanted ? taken : left).push(each);
    }
    this.#waiting = left;
    return taken;
  }

  async #settle(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#options.commit(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(results[index]!));
    } catch (error) {
      if (group.length === 1 || this.#options.isOutcomeUnknown(error)) {
        for (const { reject } of group) reject(error);
        return;
      }
      const half = Math.ceil(group.length / 2);
      await this.#settle(group.slice(0, half));
      await this.#settle(group.slice(half));
    }
  }
}
