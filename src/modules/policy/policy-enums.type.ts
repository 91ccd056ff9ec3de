import { vocabulary } from "../../platform/graphql/vocabulary.js";
import { FINDING_CODES, FINDING_KINDS } from "./core/finding.js";
import { FINDING_DIMENSIONS, JUDGEMENT_CAUSES, SUPERSEDING_CAUSES } from "./core/judgement-vocabulary.js";

export const FindingCodeEnum = vocabulary(
  FINDING_CODES,
  "FindingCode",
  "What was found about a disclosure. Where several things were, they stand in this order.",
  {
    ENTRY_RETIRED: "It names an entry of the data map that was retired on or before the day.",
    AGREEMENT_MISSING: "No agreement with the recipient was named or known, and one is required.",
    AGREEMENT_NOT_IN_FORCE: "The agreement had not begun or had ended.",
    CATEGORY_NOT_PERMITTED: "No sharing rule lets the recipient have some of the data.",
    PURPOSE_NOT_PERMITTED: "No sharing rule lets the recipient have data for the purpose.",
    GROUND_NOT_PERMITTED: "No sharing rule lets the recipient have data for the purpose on the legal ground.",
    CONSENT_MISSING: "Users had not consented.",
    CONSENT_WITHDRAWN: "Users had withdrawn their consent, and the notice period was over.",
    CONSENT_EXPIRED: "The users' consent had run out.",
    USE_REFUSED: "Users had refused this use of these data.",
    SUBJECT_BLOCKED: "The users' data were blocked.",
    SUBJECT_ERASED: "The users had been erased.",
    COMMUNICATION_AFTER_DELETION:
      "The purpose is to communicate with users who must not be written to, such as after they deleted their account.",
    AUTHORITY_REQUEST_MISSING: "No request of the authority was named.",
    AUTHORITY_REQUEST_UNLAWFUL: "The authority's request was reviewed and found unlawful.",
    SAFEGUARD_MISSING:
      "The data went to a country without adequate protection, and no safeguard covers the recipient and the country.",
    SAFEGUARD_NOT_IN_FORCE: "The safeguard that covers the transfer had not begun or had ended.",
    RETENTION_EXCEEDED: "Data had been kept for longer than the retention rules allow.",
  },
);

export const FindingKindEnum = vocabulary(
  FINDING_KINDS,
  "FindingKind",
  "Whether a rule was broken, or there is none to go by.",
  {
    BREACH: "A rule was broken.",
    GAP: "The data map says nothing about it, so that nobody can tell.",
  },
);

export const JudgementCauseEnum = vocabulary(
  JUDGEMENT_CAUSES,
  "JudgementCause",
  "What gave cause to judge a disclosure.",
  {
    RECORDED: "It was recorded.",
    FACT: "A fact about users it covers was recorded later, such as the withdrawal of a consent.",
    REVIEW: "The authority's request it answers was reviewed.",
  },
);

export const SupersedingCauseEnum = vocabulary(
  SUPERSEDING_CAUSES,
  "JudgementSuperseded",
  "Why a judgement no longer stands.",
  {
    REJUDGED: "A later judgement found something else.",
    AMENDED: "The disclosure was restated or voided.",
  },
);

export const FindingDimensionEnum = vocabulary(
  FINDING_DIMENSIONS,
  "FindingDimension",
  "By what findings are counted apart.",
  {
    CODE: "By what was found.",
    KIND: "By whether a rule was broken or there is none.",
    RECIPIENT: "By recipient.",
    PURPOSE: "By purpose.",
    MONTH: "By the month in which the disclosure happened, in the controller's time zone.",
  },
);
