import { vocabulary } from "../../platform/graphql/vocabulary.js";
import {
  ACCOUNTING_FORMS,
  ACCOUNTING_RECIPIENTS,
  AMENDMENT_KINDS,
  CHANNELS,
  DIRECTIONS,
  DISCLOSURE_ORDERS,
  NATURES,
  OUTCOMES,
  STATISTICS_DIMENSIONS,
  STATISTICS_INTERVALS,
} from "./core/vocabulary.js";

export const DirectionEnum = vocabulary(DIRECTIONS, "DisclosureDirection", "Which way the data went.", {
  OUTBOUND: "From the controller to the recipient.",
  INBOUND: "From the partner named as recipient to the controller: a receipt.",
});

export const NatureEnum = vocabulary(
  NATURES,
  "DisclosureNature",
  "Whether the transfer belongs to the usual course of business.",
  {
    ROUTINE: "One of many of its kind.",
    ADDITIONAL: "Outside the usual course, such as an answer to a single request.",
  },
);

export const ChannelEnum = vocabulary(
  CHANNELS,
  "DisclosureChannel",
  "By what means the data were handed over.",
  {
    API: "A call between programs.",
    FILE: "A file transfer.",
    EMAIL: "Electronic mail.",
    POST: "A letter or parcel.",
    PHYSICAL: "Handed over in person, on paper or on a medium.",
    PHONE: "Told on the telephone.",
    PORTAL: "Shown or downloaded in a portal.",
    OTHER: "Another means; the note may say which.",
  },
);

export const OutcomeEnum = vocabulary(OUTCOMES, "DisclosureOutcome", "What became of the transfer.", {
  DELIVERED: "The recipient got everything.",
  PARTLY_DELIVERED: "The recipient got a part.",
  FAILED: "The recipient got nothing: such a disclosure stands in lists, but not in a user's accounting.",
});

export const AmendmentKindEnum = vocabulary(AMENDMENT_KINDS, "AmendmentKind", "What an amendment does.", {
  RESTATED: "Another disclosure takes the place: it says the whole again, corrected.",
  VOIDED: "The disclosure was recorded in error: nothing takes its place.",
});

export const DisclosureOrderEnum = vocabulary(
  DISCLOSURE_ORDERS,
  "DisclosureOrder",
  "How a list of disclosures is ordered.",
  {
    RECORDED_AT: "Newest recorded first.",
    OCCURRED_AT: "Latest occurred first.",
  },
);

export const AccountingFormEnum = vocabulary(
  ACCOUNTING_FORMS,
  "AccountingForm",
  "How detailed an accounting is.",
  {
    INDIVIDUAL: "One entry for each disclosure.",
    GROUPED:
      "One entry for all disclosures of the same categories to the same recipient and country, for the same purpose, on the same ground, under the same agreement and safeguard: the first, the last, how many, and how often (45 CFR 164.528(b)(3)).",
  },
);

export const AccountingRecipientsEnum = vocabulary(
  ACCOUNTING_RECIPIENTS,
  "AccountingRecipients",
  "How an accounting tells who got the data.",
  {
    NAMED: "By name and address: what users are owed (CJEU C-154/21).",
    CATEGORIES:
      "By kind only, without name, address or agreement: for the rare case in which the actual recipients cannot be named, or the request is manifestly unfounded or excessive.",
  },
);

export const StatisticsDimensionEnum = vocabulary(
  STATISTICS_DIMENSIONS,
  "StatisticsDimension",
  "By what disclosures are counted apart.",
  {
    RECIPIENT: "A row for each recipient.",
    RECIPIENT_KIND: "A row for each kind of recipient, as the newest data map says.",
    PURPOSE: "A row for each purpose.",
    LEGAL_GROUND: "A row for each legal ground.",
    CATEGORY:
      "A row for each data category. A disclosure of several categories counts in the row of each, so that such rows may add up to more than there are disclosures.",
    JURISDICTION: "A row for each country the data went to or, for a receipt, came from.",
  },
);

export const StatisticsIntervalEnum = vocabulary(
  STATISTICS_INTERVALS,
  "StatisticsInterval",
  "How long the time is that one row counts, on the controller's calendar.",
  {
    DAY: "A day.",
    WEEK: "A week, from Monday on (ISO 8601).",
    MONTH: "A month.",
    QUARTER: "A quarter, from January, April, July or October on.",
    YEAR: "A year.",
  },
);
