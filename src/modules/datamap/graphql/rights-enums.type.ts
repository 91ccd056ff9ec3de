import { ComplaintBodyKind, IntakeForm, IntakeOutcome, RightsRequestKind } from "../core/document.js";
import { namedEnum } from "./named-enum.type.js";

export const RightsRequestKindEnum = namedEnum(
  RightsRequestKind,
  "RightsRequestKind",
  "What a user may ask for.",
  {
    ACCESS: "To know which data are processed, how, and who received them.",
    RECTIFICATION: "To have data changed, completed or corrected.",
    BLOCKING: "To have the use of data stopped because a rule was broken.",
    ERASURE: "To have data, or the whole account, destroyed.",
    CONSENT_WITHDRAWAL: "To take back consent.",
    REFUSAL_OF_USE: "That certain data be not used.",
    COMPLAINT: "That a complaint be considered.",
  },
);

export const IntakeFormEnum = namedEnum(IntakeForm, "IntakeForm", "The form a request must have.", {
  WRITTEN: "It must be in writing; e-mail is writing.",
  ANY: "Any form will do.",
});

export const IntakeOutcomeEnum = namedEnum(
  IntakeOutcome,
  "IntakeOutcome",
  "What becomes of a request that was not sent as it should be. It is kept in any case.",
  {
    ANSWERED: "It is answered all the same.",
    MAY_GO_UNANSWERED: "The controller may leave it unanswered.",
  },
);

export const ComplaintBodyKindEnum = namedEnum(
  ComplaintBodyKind,
  "ComplaintBodyKind",
  "Sorts of bodies to which users may complain.",
  {
    AUTHORISED_BODY: "The state body for the protection of personal data.",
    PRE_TRIAL_BODY: "A body that settles disputes before a court is asked.",
    COURT: "A court.",
  },
);
