import type { CalendarDay, DataMapSnapshot } from "../../datamap/index.js";
import type { StateOfUser } from "../../consents/core/state-of-user.js";
import type { KnownStart } from "./retention-term.js";

/** The day of each start event for one user, null where it is not known to have happened. */
export type RetentionStarts = Readonly<Record<KnownStart, CalendarDay | null>>;

/** The same days as `policy` counts from when it judges a disclosure, and that of the erasure, unless the account was restored. */
export function startsOf(state: StateOfUser, map: DataMapSnapshot): RetentionStarts {
  const erasure = state.erasure();
  return {
    AGREEMENT_ENDED: state.agreementsEndedOn(),
    CONSENT_WITHDRAWN: state.consentsWithdrawnOn(),
    ACCOUNT_DELETED: erasure === null ? null : map.calendarDay(erasure.erasedAt),
  };
}
