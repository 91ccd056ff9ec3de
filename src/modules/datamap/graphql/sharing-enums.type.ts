import {
  Affiliation,
  ProtectionStatus,
  RecipientKind,
  RecipientRole,
  SafeguardKind,
} from "../core/document.js";
import { namedEnum } from "./named-enum.type.js";

export const RecipientKindEnum = namedEnum(
  RecipientKind,
  "RecipientKind",
  "Sorts of recipients of personal data.",
  {
    SERVICE_PROVIDER:
      "Works for the controller under a service agreement: courier, hosting, surveys, advertising.",
    FINANCIAL_INSTITUTION: "A bank or credit organisation.",
    PUBLIC_AUTHORITY: "A state authority, a court, or a person who enforces court decisions.",
    FOREIGN_RECIPIENT:
      "A party abroad that fits no other kind. Whether a transfer crosses a border follows from the country alone.",
    OTHER: "Any other partner, such as a seller or an affiliate.",
  },
);

export const RecipientRoleEnum = namedEnum(
  RecipientRole,
  "RecipientRole",
  "Who decides what a recipient does with the data.",
  {
    INDEPENDENT_CONTROLLER: "The recipient alone.",
    JOINT_CONTROLLER: "The recipient and the controller together.",
    PROCESSOR: "The controller; the recipient acts on its behalf.",
  },
);

export const AffiliationEnum = namedEnum(
  Affiliation,
  "Affiliation",
  "How a partner is tied to the controller.",
  {
    INDEPENDENT: "Not at all.",
    COMMON_OWNERSHIP: "Both have the same owners.",
    COMMON_CONTROL: "Both are controlled by the same party.",
  },
);

export const ProtectionStatusEnum = namedEnum(
  ProtectionStatus,
  "ProtectionStatus",
  "Whether a country protects personal data, as the controller's law sees it.",
  {
    ADEQUATE: "It does.",
    PARTLY_ADEQUATE: "It does in part, or for some recipients.",
    NOT_ADEQUATE: "It does not.",
    UNDETERMINED: "That has not been assessed.",
  },
);

export const SafeguardKindEnum = namedEnum(
  SafeguardKind,
  "SafeguardKind",
  "What protects data that cross a border.",
  {
    ADEQUACY: "The protection that the country itself gives.",
    CONSENT: "The user's consent to the transfer.",
    TREATY: "An international treaty.",
    LAW: "A law that provides for the transfer.",
    STANDARD_CLAUSES: "Data protection clauses in the contract with the recipient.",
    BINDING_CORPORATE_RULES: "Rules that bind all companies of a group.",
    OTHER: "Something else; the instrument says what.",
  },
);
