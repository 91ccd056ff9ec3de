/** The closed vocabularies of a disclosure. What each value means stands in `disclosure-enums.type.ts`. */

export const DIRECTIONS = ["OUTBOUND", "INBOUND"] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const NATURES = ["ROUTINE", "ADDITIONAL"] as const;
export type Nature = (typeof NATURES)[number];

export const CHANNELS = ["API", "FILE", "EMAIL", "POST", "PHYSICAL", "PHONE", "PORTAL", "OTHER"] as const;
export type Channel = (typeof CHANNELS)[number];

export const OUTCOMES = ["DELIVERED", "PARTLY_DELIVERED", "FAILED"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const AMENDMENT_KINDS = ["RESTATED", "VOIDED"] as const;
export type AmendmentKind = (typeof AMENDMENT_KINDS)[number];

/** What people wrote in their own words. It may have to be erased, so it is stored apart from the fact. */
export const FREE_TEXT_FIELDS = ["source", "note", "externalReference", "partnerReference"] as const;
export type FreeTextField = (typeof FREE_TEXT_FIELDS)[number];

export const DISCLOSURE_ORDERS = ["RECORDED_AT", "OCCURRED_AT"] as const;
export type DisclosureOrder = (typeof DISCLOSURE_ORDERS)[number];

export const ACCOUNTING_FORMS = ["INDIVIDUAL", "GROUPED"] as const;
export type AccountingForm = (typeof ACCOUNTING_FORMS)[number];

/** How an accounting tells who got the data. */
export const ACCOUNTING_RECIPIENTS = ["NAMED", "CATEGORIES"] as const;
export type AccountingRecipients = (typeof ACCOUNTING_RECIPIENTS)[number];

/** By what statistics are grouped, the interval apart. */
export const STATISTICS_DIMENSIONS = [
  "RECIPIENT",
  "RECIPIENT_KIND",
  "PURPOSE",
  "LEGAL_GROUND",
  "CATEGORY",
  "JURISDICTION",
] as const;
export type StatisticsDimension = (typeof STATISTICS_DIMENSIONS)[number];

export const STATISTICS_INTERVALS = ["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"] as const;
export type StatisticsInterval = (typeof STATISTICS_INTERVALS)[number];
