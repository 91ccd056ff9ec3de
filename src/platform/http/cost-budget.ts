import { LRUCache } from "lru-cache";

const MINUTE_MS = 60_000;
/** Less than this many seconds is no reason to wait another one. */
const ROUNDING = 1e-6;
/** Accounts remembered; one that has not called for longest is taken for one that has spent nothing. */
const ACCOUNTS_MAX = 100_000;

interface Account {
  /** What is left to spend, as of `at`. */
  left: number;
  /** Milliseconds of the monotonic clock. */
  at: number;
}

/** What each caller may spend: as much as a minute brings, at once or little by little (a token bucket). In this process's memory. */
export class CostBudget {
  readonly #accounts = new LRUCache<string, Account>({ max: ACCOUNTS_MAX });

  constructor(
    readonly perMinute: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Takes a cost from a caller's account. Answers 0 where it was there, else the whole seconds until it will be; nothing is taken then.
   * What costs more than a minute brings is let go from a full account.
   */
  take(caller: string, cost: number): number {
    const account = this.#accountOf(caller);
    const missing = Math.min(cost, this.perMinute) - account.left;
    if (missing > 0) return Math.ceil(((missing / this.perMinute) * MINUTE_MS) / 1_000 - ROUNDING);
    account.left -= cost;
    return 0;
  }

  /** Whether a cost is there to be taken from a caller's account. */
  has(caller: string, cost: number): boolean {
    return this.#accountOf(caller).left >= Math.min(cost, this.perMinute);
  }

  /** A caller's account, with what has come to it until now. */
  #accountOf(caller: string): Account {
    const now = this.now();
    let account = this.#accounts.get(caller);
    if (!account) {
      account = { left: this.perMinute, at: now };
      this.#accounts.set(caller, account);
    }
    account.left = Math.min(this.perMinute, account.left + ((now - account.at) / MINUTE_MS) * this.perMinute);
    account.at = now;
    return account;
  }
}
