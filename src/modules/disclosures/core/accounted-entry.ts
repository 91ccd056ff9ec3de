import { invariant } from "../../../platform/errors.js";
import type { DataMapSnapshot, ProtectionStatus, RecipientKind, SafeguardKind } from "../../datamap/index.js";
import { protectionOf } from "../../policy/core/protection.js";
import type { AccountingRecipients } from "./vocabulary.js";

/** What one partner got of one user, or gave: one disclosure, or several alike, as they were recorded. */
export interface AccountedRow {
  readonly recipient: string;
  readonly purpose: string;
  readonly legalGround: string;
  readonly categories: readonly string[];
  readonly agreement: string | null;
  readonly safeguard: string | null;
  /** Where the data went or, for a receipt, came from. ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly crossBorder: boolean;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly count: number;
}

/** The same as an accounting tells it, by the data map it is told under. */
export interface AccountedEntry {
  /** Null where recipients are told by kind only. */
  readonly recipient: string | null;
  readonly recipientKind: RecipientKind;
  readonly purpose: string;
  readonly legalGround: string;
  readonly categories: readonly string[];
  /** Null where none was named, or recipients are told by kind only: an agreement has their name. */
  readonly agreement: string | null;
  readonly country: string;
  readonly crossBorder: boolean;
  /** How the country's protection was assessed on the day of the last disclosure. */
  readonly protection: ProtectionStatus | null;
  /** The safeguard in force on that day; null where there was none, or recipients are told by kind only. */
  readonly safeguard: string | null;
  readonly safeguardKind: SafeguardKind | null;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly count: number;
}

/** The entries that rows come to, one each, in their order. */
export function entriesOf(
  rows: readonly AccountedRow[],
  map: DataMapSnapshot,
  recipientsAs: AccountingRecipients,
): AccountedEntry[] {
  return rows.map((row) => {
    const entry = namedEntry(row, map);
    return recipientsAs === "NAMED" ? entry : { ...entry, recipient: null, agreement: null, safeguard: null };
  });
}

/**
 * Entries that are alike, as one. Recipients told by kind share an entry where they got alike: how many they are would be a trace of
 * who they are. The order is that of the first of each.
 */
export function mergeAlike(entries: readonly AccountedEntry[]): AccountedEntry[] {
  const merged = new Map<string, AccountedEntry>();
  for (const entry of entries) {
    const { firstAt, lastAt, count, ...what } = entry;
    const likeness = JSON.stringify(what);
    const before = merged.get(likeness);
    merged.set(
      likeness,
      before === undefined
        ? entry
        : {
            ...entry,
            firstAt: before.firstAt < firstAt ? before.firstAt : firstAt,
            lastAt: before.lastAt > lastAt ? before.lastAt : lastAt,
            count: before.count + count,
          },
    );
  }
  return [...merged.values()];
}

function namedEntry(row: AccountedRow, map: DataMapSnapshot): AccountedEntry {
  const recipient = map.recipient(row.recipient);
  invariant(recipient, "a recipient of a disclosure is not in the data map");
  const { status, safeguard } = protectionOf(
    { ...row, occurredAt: row.lastAt, direction: "OUTBOUND" },
    map,
    map.calendarDay(row.lastAt),
  );
  return {
    ...row,
    recipientKind: recipient.kind,
    protection: status ?? null,
    safeguard: safeguard?.key ?? null,
    safeguardKind: safeguard?.kind ?? null,
  };
}
