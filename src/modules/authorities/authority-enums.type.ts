import { vocabulary } from "../../platform/graphql/vocabulary.js";
import { REQUEST_STATUSES, SUSPENSION_FORMS } from "./core/vocabulary.js";

export const RequestStatusEnum = vocabulary(
  REQUEST_STATUSES,
  "AuthorityRequestStatus",
  "What the latest review of an authority request found.",
  {
    UNREVIEWED: "Nobody has reviewed it yet.",
    LAWFUL: "The demand complies with the law.",
    UNLAWFUL: "It does not: what was disclosed because of it had no ground in it.",
  },
);

export const SuspensionFormEnum = vocabulary(
  SUSPENSION_FORMS,
  "SuspensionForm",
  "How an authority asked that users' accountings be suspended.",
  {
    WRITTEN: "In writing, until a day that it named.",
    ORAL: "By word of mouth: good for at most 30 days after its receipt.",
  },
);
