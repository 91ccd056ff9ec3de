import { invariant } from "../../../platform/errors.js";
import type { CalendarDay, DataMapSnapshot } from "../../datamap/index.js";
import type { AccountedEntry } from "../../disclosures/core/accounted-entry.js";
import { averageInterval } from "../../disclosures/core/average-interval.js";
import type { AccountingOrder } from "./read-accounting-order.js";

/** What is given to a user, as data: all of it in words of the data map, none of it a reference, a number or a free text. */
export interface AccountingContent {
  readonly controller: {
    readonly name: string;
    readonly address: string | null;
    readonly contacts: readonly { readonly purpose: string; readonly at: string }[];
  };
  readonly givenAt: Date;
  readonly givenOn: CalendarDay;
  /** Null: since the register began. */
  readonly from: Date | null;
  /** Does not count itself. Null: until now. */
  readonly to: Date | null;
  readonly form: AccountingOrder["form"];
  readonly recipientsAs: AccountingOrder["recipientsAs"];
  readonly revision: number;
  readonly completeSince: Date;
  readonly completeSinceDay: CalendarDay;
  readonly entries: readonly EntryContent[];
  readonly sources: readonly SourceContent[];
  readonly complaintsTo: { readonly name: string; readonly website: string | null } | null;
}

interface Occasions {
  readonly firstAt: Date;
  readonly firstOn: CalendarDay;
  readonly lastAt: Date;
  readonly lastOn: CalendarDay;
  readonly count: number;
  /** ISO 8601; null where there was but one. */
  readonly averageInterval: string | null;
}

interface PartnerContent {
  readonly key: string;
  readonly name: string;
  readonly registrationNumber: string | null;
  readonly address: string | null;
  readonly country: CountryContent;
}

interface CountryContent {
  readonly code: string;
  readonly name: string;
}

interface CategoryContent {
  readonly key: string;
  readonly name: string;
  /** Whether users answer for its accuracy, so that nobody verified it. */
  readonly givenByUserNotVerified: boolean;
}

interface WhatContent extends Occasions {
  readonly categories: readonly CategoryContent[];
  readonly purpose: { readonly key: string; readonly name: string };
  readonly legalGround: { readonly key: string; readonly name: string; readonly instrument: string };
}

export interface EntryContent extends WhatContent {
  /** Null where recipients are told by kind only. */
  readonly recipient: PartnerContent | null;
  readonly recipientKind: AccountedEntry["recipientKind"];
  readonly agreement: { readonly key: string; readonly name: string; readonly number: string | null } | null;
  readonly destination: CountryContent;
  readonly crossBorder: boolean;
  readonly destinationProtection: AccountedEntry["protection"];
  readonly safeguard: {
    readonly kind: NonNullable<AccountedEntry["safeguardKind"]>;
    /** Null where recipients are told by kind only. */
    readonly name: string | null;
    readonly instrument: string | null;
  } | null;
}

export interface SourceContent extends WhatContent {
  readonly partner: PartnerContent;
  readonly origin: CountryContent;
}

/** What an accounting comes to when it is read. */
export interface ToldAccounting {
  readonly entries: readonly AccountedEntry[];
  readonly sources: readonly AccountedEntry[];
  readonly completeSince: Date;
}

/** Puts an accounting into the words of the data map. */
export function contentOf(
  { entries, sources, completeSince }: ToldAccounting,
  order: AccountingOrder,
  map: DataMapSnapshot,
  givenAt: Date,
): AccountingContent {
  const { controller } = map;
  const authority = controller.supervisoryAuthority;
  return {
    controller: {
      name: controller.name,
      address: controller.address ?? null,
      contacts: controller.contacts.map(({ purpose, email, phone, url }) => ({
        purpose,
        at: email ?? phone ?? url ?? "",
      })),
    },
    givenAt,
    givenOn: map.calendarDay(givenAt),
    from: order.from,
    to: order.to,
    form: order.form,
    recipientsAs: order.recipientsAs,
    revision: map.revision,
    completeSince,
    completeSinceDay: map.calendarDay(completeSince),
    entries: entries.map((entry) => entryContent(entry, map)),
    sources: sources.map((entry) => sourceContent(entry, map)),
    complaintsTo:
      authority === undefined ? null : { name: authority.name, website: authority.website ?? null },
  };
}

function entryContent(entry: AccountedEntry, map: DataMapSnapshot): EntryContent {
  const agreement = entry.agreement === null ? undefined : map.agreement(entry.agreement);
  const safeguard = entry.safeguard === null ? undefined : map.safeguard(entry.safeguard);
  return {
    recipient: entry.recipient === null ? null : partnerContent(entry.recipient, map),
    recipientKind: entry.recipientKind,
    ...whatContent(entry, map),
    agreement: agreement
      ? { key: agreement.key, name: agreement.name, number: agreement.number ?? null }
      : null,
    destination: countryContent(entry.country, map),
    crossBorder: entry.crossBorder,
    destinationProtection: entry.protection,
    safeguard:
      entry.safeguardKind === null
        ? null
        : {
            kind: entry.safeguardKind,
            name: safeguard?.name ?? null,
            instrument: safeguard?.instrument ?? null,
          },
  };
}

function sourceContent(entry: AccountedEntry, map: DataMapSnapshot): SourceContent {
  invariant(entry.recipient !== null, "a source has no name");
  return {
    partner: partnerContent(entry.recipient, map),
    ...whatContent(entry, map),
    origin: countryContent(entry.country, map),
  };
}

function whatContent(entry: AccountedEntry, map: DataMapSnapshot): WhatContent {
  const { firstAt, lastAt, count } = entry;
  const ground = map.legalGround(entry.legalGround);
  return {
    categories: entry.categories.map((key) => {
      const category = map.category(key);
      return {
        key,
        name: category?.name ?? key,
        givenByUserNotVerified: category?.accuracyWarrantedByUser ?? false,
      };
    }),
    purpose: { key: entry.purpose, name: map.purpose(entry.purpose)?.name ?? entry.purpose },
    legalGround: {
      key: entry.legalGround,
      name: ground?.name ?? entry.legalGround,
      instrument: ground?.instrument ?? "",
    },
    firstAt,
    firstOn: map.calendarDay(firstAt),
    lastAt,
    lastOn: map.calendarDay(lastAt),
    count,
    averageInterval: averageInterval(firstAt, lastAt, count),
  };
}

function partnerContent(key: string, map: DataMapSnapshot): PartnerContent {
  const recipient = map.recipient(key);
  invariant(recipient, "a recipient of a disclosure is not in the data map");
  return {
    key,
    name: recipient.name,
    registrationNumber: recipient.registrationNumber ?? null,
    address: recipient.address ?? null,
    country: countryContent(recipient.jurisdiction, map),
  };
}

function countryContent(code: string, map: DataMapSnapshot): CountryContent {
  return { code, name: map.jurisdiction(code)?.name ?? code };
}
