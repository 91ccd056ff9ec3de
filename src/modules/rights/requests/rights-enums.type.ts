import { vocabulary } from "../../../platform/graphql/vocabulary.js";
import {
  FORM_PROBLEMS,
  IDENTITY_DOCUMENTS,
  OUTCOMES,
  REQUEST_FORMS,
  REQUEST_STATUSES,
  REQUEST_STEPS,
} from "../core/vocabulary.js";

export const RequestStatusEnum = vocabulary(
  REQUEST_STATUSES,
  "RightsRequestStatus",
  "Where a rights request stands.",
  {
    RECEIVED: "It is to be answered; nothing was done about it yet.",
    KEPT: "It did not come in due form and may go unanswered. It is kept without a deadline, and may still be taken up.",
    IDENTITY_CONFIRMED: "Who asks is confirmed; the decision is to come.",
    DECIDED: "It is decided; what has to follow (an accounting, or telling recipients) is to come.",
    DONE: "Nothing remains to be done.",
  },
);

export const RequestStepEnum = vocabulary(
  REQUEST_STEPS,
  "RightsRequestStepKind",
  "What can happen in the course of a rights request.",
  {
    IDENTITY_CONFIRMED: "Somebody saw a document that confirms who asks, or what is to be corrected.",
    IMPEDIMENT_NOTED: "Something was found to stand against the right.",
    IMPEDIMENT_LIFTED: "It stands against the right no more.",
    DECIDED: "The request was decided.",
    ANSWERED: "What it asked for was given.",
    RECIPIENTS_TOLD: "Every recipient who has to know was told, or could not be.",
    PERSON_ERASED: "The person was erased at another request, so that nothing can follow from this one.",
  },
);

export const OutcomeEnum = vocabulary(OUTCOMES, "RightsRequestOutcome", "How a rights request was decided.", {
  FULFILLED: "As the person asked. Not while an impediment stands.",
  PARTLY_FULFILLED: "Partly; the reasons say how far. It has the same effects in this registry.",
  REFUSED: "Not; the reasons say why. It has no effects.",
});

export const RequestFormEnum = vocabulary(
  REQUEST_FORMS,
  "RightsRequestForm",
  "The form in which a rights request came.",
  {
    WRITTEN: "In writing; e-mail is writing.",
    ORAL: "By word of mouth.",
  },
);

export const FormProblemEnum = vocabulary(
  FORM_PROBLEMS,
  "RightsRequestFormProblem",
  "What keeps a rights request from being in due form, by the intake rule that it came closest to.",
  {
    OTHER_ADDRESS: "It was sent to another address than such requests are to be sent to, or to none.",
    OTHER_SUBJECT_LINE: "It has not the subject line that such requests must have.",
    CHANNEL_NOT_ADMITTED: "It came through a channel through which such requests need not be answered.",
    NOT_IN_WRITING: "It was made by word of mouth, but must be in writing.",
  },
);

export const IdentityDocumentEnum = vocabulary(
  IDENTITY_DOCUMENTS,
  "IdentityDocument",
  "What kind of document was seen. Its number, its content or a copy is never recorded.",
  {
    IDENTITY_CARD: "An identity card.",
    PASSPORT: "A passport.",
    RESIDENCE_PERMIT: "A residence permit.",
    DRIVING_LICENCE: "A driving licence.",
    ELECTRONIC_SIGNATURE: "The request carries an electronic signature that names the person.",
    SIGNED_IN_ACCOUNT: "The person asked while signed in to the account.",
    POWER_OF_ATTORNEY: "A document by which somebody may ask for the person.",
    DOCUMENT_OF_CORRECTION: "A document that confirms what is to be corrected.",
    OTHER_DOCUMENT: "Another document.",
  },
);
