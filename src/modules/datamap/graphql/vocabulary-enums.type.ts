import {
  AccountStatus,
  ActingFor,
  ChannelKind,
  DataSourceKind,
  ErasureOutcome,
  LegalGroundKind,
  Medium,
  ProcessingOperation,
  ValiditySpan,
} from "../core/document.js";
import { namedEnum } from "./named-enum.type.js";

export const AccountStatusEnum = namedEnum(
  AccountStatus,
  "AccountStatus",
  "How a user is known to the platform.",
  {
    REGISTERED: "The user has an account.",
    WITHOUT_ACCOUNT: "The user deals with the controller without an account.",
    UNAUTHORISED: "The user is not signed in, whether or not an account exists.",
  },
);

export const ActingForEnum = namedEnum(ActingFor, "ActingFor", "For whom a user acts.", {
  SELF: "For themselves.",
  LEGAL_ENTITY: "For a legal entity that they represent.",
  OWN_BUSINESS: "For a business of their own, as a sole trader.",
});

export const ChannelKindEnum = namedEnum(
  ChannelKind,
  "ChannelKind",
  "Sorts of channels by which data of users are received or sent.",
  {
    WEBSITE: "A web site.",
    APPLICATION: "An application on the user's device.",
    SUPPORT_SERVICE: "The service that answers users' questions and complaints.",
    SOCIAL_NETWORK: "A page on a social network.",
    OTHER: "Any other channel.",
  },
);

export const DataSourceKindEnum = namedEnum(
  DataSourceKind,
  "DataSourceKind",
  "Where personal data come from.",
  {
    GIVEN_BY_USER: "The user gave them.",
    COLLECTED_AUTOMATICALLY: "They were collected while the user used the platform, by cookies for instance.",
    RECEIVED_FROM_PARTNERS: "A partner or another person supplied them.",
    PUBLICLY_AVAILABLE: "They were taken from a source open to everybody.",
  },
);

export const ErasureOutcomeEnum = namedEnum(
  ErasureOutcome,
  "ErasureOutcome",
  "What happens to data when the user has the account deleted.",
  { ERASED: "They are destroyed.", KEPT: "They are kept." },
);

export const MediumEnum = namedEnum(Medium, "Medium", "What data are recorded on.", {
  ELECTRONIC: "Electronic media.",
  PAPER: "Paper.",
  OTHER: "Any other medium.",
});

export const LegalGroundKindEnum = namedEnum(
  LegalGroundKind,
  "LegalGroundKind",
  "What makes processing lawful (compare GDPR, article 6(1)).",
  {
    CONSENT: "The user agreed to it.",
    CONTRACT: "A contract with the user needs it.",
    LEGAL_OBLIGATION: "A law obliges the controller to it.",
    VITAL_INTERESTS: "Somebody's life or health depends on it.",
    PUBLIC_TASK: "A task in the public interest, or the exercise of public authority, needs it.",
    LEGITIMATE_INTERESTS: "An interest of the controller or of another that outweighs the user's.",
  },
);

export const ProcessingOperationEnum = namedEnum(
  ProcessingOperation,
  "ProcessingOperation",
  "What may be done with personal data.",
  {
    COLLECTION: "Obtaining them.",
    SYSTEMATISATION: "Putting them in order.",
    ACCUMULATION: "Adding them to what is there.",
    STORAGE: "Keeping them.",
    CLARIFICATION: "Making them more precise.",
    UPDATING: "Bringing them up to date.",
    MODIFICATION: "Changing them.",
    PROCESSING: "Working on them in any other way.",
    USE: "Acting on them.",
    TRANSFER_TO_THIRD_PARTIES: "Handing them to others.",
    ANONYMISATION: "Removing what ties them to a person.",
    BLOCKING: "Stopping their use for a time.",
    DESTRUCTION: "Making them unrecoverable.",
    CROSS_BORDER_TRANSFER: "Handing them to somebody in another country.",
  },
);

export const ValiditySpanEnum = namedEnum(
  ValiditySpan,
  "ValiditySpan",
  "For how long a legal ground lasts.",
  {
    AGREEMENT: "As long as the user's agreement with the controller, perhaps with time added at its end.",
    PERIOD: "For a period from the day it was given.",
    UNTIL_WITHDRAWN: "Until the user withdraws it.",
  },
);
