import { isInForceOn } from "../../datamap/core/validity.js";
import type { CalendarDay, DataMapSnapshot, ProtectionStatus, SafeguardEntry } from "../../datamap/index.js";
import { rulesFor, type MatchingRules } from "./matching-rules.js";
import type { Transfer } from "./transfer.js";

/** What protects data that went to a country. */
export interface Protection {
  /** How the country's protection was assessed; undefined where the data map says nothing of it on that day. */
  readonly status: ProtectionStatus | undefined;
  /** The safeguard in force for a transfer across a border; undefined where there is none, or none is needed. */
  readonly safeguard: SafeguardEntry | undefined;
}

/** What the data map says on a day of the protection of a transfer (GDPR Art. 15(2)). */
export function protectionOf(transfer: Transfer, map: DataMapSnapshot, day: CalendarDay): Protection {
  const status = assessmentOf(transfer.country, map, day);
  if (!transfer.crossBorder) return { status, safeguard: undefined };
  const covering = safeguardsCovering(transfer, map, rulesFor(transfer, map, day));
  return { status, safeguard: covering.find((safeguard) => isInForceOn(day, safeguard)) };
}

export function assessmentOf(
  country: string,
  map: DataMapSnapshot,
  day: CalendarDay,
): ProtectionStatus | undefined {
  const protection = map.jurisdiction(country)?.protection;
  return protection?.find((assessment) => isInForceOn(day, assessment))?.status;
}

/** Keys of the safeguards that are to protect a transfer: the one it names, otherwise those of the matching rules. */
export function safeguardsMeant(transfer: Transfer, rules: MatchingRules): readonly string[] {
  if (transfer.safeguard !== null) return [transfer.safeguard];
  return [...new Set(rules.nearest.flatMap(({ safeguard }) => safeguard ?? []))];
}

/** Those of them that cover its recipient and country, whether or not they are in force. */
export function safeguardsCovering(
  transfer: Transfer,
  map: DataMapSnapshot,
  rules: MatchingRules,
): SafeguardEntry[] {
  return safeguardsMeant(transfer, rules)
    .map((key) => map.safeguard(key))
    .filter((safeguard) => safeguard !== undefined)
    .filter((safeguard) => covers(safeguard, transfer));
}

function covers({ recipients, jurisdictions }: SafeguardEntry, { recipient, country }: Transfer): boolean {
  return (
    (recipients.length === 0 || recipients.includes(recipient)) &&
    (jurisdictions.length === 0 || jurisdictions.includes(country))
  );
}
