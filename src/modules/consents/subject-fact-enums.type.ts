import { vocabulary } from "../../platform/graphql/vocabulary.js";
import type { ConsentEnd } from "./core/state-of-user.js";
import { RESTRICTIONS } from "./core/subject-fact.js";

export const RestrictionEnum = vocabulary(
  RESTRICTIONS,
  "RestrictionKind",
  "In what way data of a user may not be used.",
  {
    REFUSAL: "The user refuses the use of certain data, for certain purposes, or both.",
    BLOCK: "The user's data are blocked, all of them or those named: nothing of them may be disclosed.",
    NO_COMMUNICATION:
      "Nobody may write to, call or message the user, as after the account was deleted, until it is restored.",
    LEGAL_HOLD:
      "Everything recorded of the user must be kept, as for a lawsuit: the user cannot be erased. It does not forbid to disclose anything.",
  },
);

const CONSENT_ENDS = ["WITHDRAWAL", "TERM"] as const satisfies readonly ConsentEnd[];

export const ConsentEndEnum = vocabulary(CONSENT_ENDS, "ConsentEnd", "What sets the last day of a consent.", {
  WITHDRAWAL: "The user took it back; it lasts until the period of notice is over.",
  TERM: "The term that the data map sets it: a period, or the end of the agreement it hangs on and what follows it.",
});
