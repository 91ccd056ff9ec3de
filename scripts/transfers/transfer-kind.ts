import type { Channel, TransferLine } from "./line.js";

/** A kind of transfer between the example platform and one of the recipients of its data map. */
export interface TransferKind {
  /** How many of the 10,000 transfers are of this kind. */
  readonly count: number;
  /** How many of these cover the example user besides their other users. */
  readonly ofExampleUser: number;
  /** What all of them say. */
  readonly says: Partial<TransferLine> & Pick<TransferLine, "recipient" | "purpose" | "legalGround">;
  /** What is handed over: one of these lists. */
  readonly categories: readonly (readonly string[])[];
  /** By what means, as far as it is logged: one of these. Named twice, it is twice as likely. */
  readonly channels: readonly (Channel | undefined)[];
  /** At most so many users each; few are likelier than many. */
  readonly usersMax: number;
  /** The hours of the day, in Almaty, between which it happens. */
  readonly hours: readonly [from: number, to: number];
  /** What the other side's number of the transfer begins with. */
  readonly partnerReference?: string;
}

/** Hours of the day. */
export const OFFICE = [9, 18] as const;
export const DAY = [8, 22] as const;
export const NIGHT = [1, 5] as const;

/** What is handed over most. */
export const NAME = ["identification.first_name", "identification.last_name"];
export const PHONE = "identification.mobile_phone";
export const IIN = "identification.individual_identification_number";
export const EMAIL = "identification.email";
export const ADDRESS = "identification.home_address";

/** What all transfers to, or from, one recipient say. */
export const COURIER = {
  recipient: "example_courier",
  purpose: "provision_of_services",
  legalGround: "contract",
  agreement: "example_courier_agreement",
};
export const BANK = { recipient: "example_bank", purpose: "provision_of_services", legalGround: "consent" };
export const ADVERTISER = {
  recipient: "example_advertiser",
  purpose: "marketing",
  legalGround: "consent",
  agreement: "example_advertiser_agreement",
};
export const SURVEYS = {
  recipient: "example_survey_agency",
  purpose: "quality_improvement",
  legalGround: "consent",
  agreement: "example_survey_agency_agreement",
};
export const HOSTING = {
  recipient: "example_hosting",
  purpose: "platform_administration",
  legalGround: "contract",
  agreement: "example_hosting_agreement",
  safeguard: "example_hosting_clauses",
};
export const ANALYTICS = {
  recipient: "example_analytics_abroad",
  purpose: "statistics",
  legalGround: "consent",
};
export const DEMAND = {
  purpose: "legal_obligations",
  legalGround: "legal_obligation",
  nature: "ADDITIONAL",
} as const;
