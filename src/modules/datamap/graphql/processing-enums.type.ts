import { RetentionCriterion, RetentionEnd, RetentionStart, SecurityMeasureKind } from "../core/document.js";
import { namedEnum } from "./named-enum.type.js";

export const SecurityMeasureKindEnum = namedEnum(
  SecurityMeasureKind,
  "SecurityMeasureKind",
  "Sorts of security measures.",
  {
    TECHNICAL: "Done by machines and programs.",
    ORGANISATIONAL: "Done by people and procedures.",
    LEGAL: "Done by contracts and rules.",
  },
);

export const RetentionStartEnum = namedEnum(
  RetentionStart,
  "RetentionStart",
  "The event from which a period of storage runs.",
  {
    COLLECTION: "The data were collected.",
    PURPOSE_FULFILLED: "The purpose was fulfilled.",
    AGREEMENT_ENDED: "The user's agreement with the controller ended.",
    ACCOUNT_DELETED: "The user's account was deleted.",
    CONSENT_WITHDRAWN: "The user's withdrawal of consent took effect.",
    REPORTING_YEAR_ENDED: "The year for which the controller reports ended.",
  },
);

export const RetentionCriterionEnum = namedEnum(
  RetentionCriterion,
  "RetentionCriterion",
  "What is weighed in setting a period of storage.",
  {
    NATURE: "What sort of data they are.",
    SENSITIVITY: "How sensitive they are.",
    RISK_OF_HARM: "What harm their unauthorised use could do.",
    PURPOSE: "What they are processed for.",
    LEGAL_REQUIREMENT: "What the law requires.",
  },
);

export const RetentionEndEnum = namedEnum(
  RetentionEnd,
  "RetentionEnd",
  "What happens to data when their period of storage has run out.",
  {
    DESTRUCTION: "They are made unrecoverable.",
    ANONYMISATION: "What ties them to a person is removed.",
  },
);
