import { badInput } from "../../../platform/errors.js";
import type { RequestContext } from "../../../platform/graphql/context.js";

/** Of a caller from whom few users are hidden: so many groupings make totals by which they could be computed. */
const KEYS_MAX = 4;

/** Who may see the users themselves is not kept from how few they are. */
const SEEING = ["READ_DISCLOSURES", "READ_OWN_DISCLOSURES"];

/** Sees to it that whoever gets counts alone gets none of a few users. */
export class SmallCells {
  readonly #answered = new WeakSet<object>();

  /** @param below counts of users from 1 to one less are few; 1 hides nothing */
  constructor(private readonly below: number) {}

  /**
   * From which count on this caller is shown counts of users; null where all are shown. Asked once for each answer: a second one to the
   * same request is refused, because the difference between two answers can be a single user.
   *
   * @param keys how many things the answer is grouped by
   */
  boundFor({ caller, loaders }: Pick<RequestContext, "caller" | "loaders">, keys = 0): number | null {
    if (this.below <= 1 || SEEING.some((permission) => caller?.permissions.has(permission))) return null;
    if (keys > KEYS_MAX) {
      throw badInput([
        {
          field: "groupBy",
          message: `Group by at most ${KEYS_MAX} at a time, the interval counted: your key is not shown counts of few users, and more groups would tell them.`,
        },
      ]);
    }
    if (this.#answered.has(loaders)) {
      throw badInput([
        {
          field: "query",
          message:
            "Ask for one statistic in a request: your key is not shown counts of few users, and the difference between two answers could tell them.",
        },
      ]);
    }
    this.#answered.add(loaders);
    return this.below;
  }
}
