import { isRetiredOn } from "../../datamap/core/validity.js";
import type { CalendarDay, CatalogueList, DataMapSnapshot } from "../../datamap/index.js";
import { judgeAgreement } from "./judge-agreement.js";
import { judgeAuthority } from "./judge-authority.js";
import { judgeBorder } from "./judge-border.js";
import { judgeSharing } from "./judge-sharing.js";
import { rulesFor } from "./matching-rules.js";
import { clausesOf } from "./finding.js";
import type { Finding, RetiredEntry } from "./finding.js";
import type { AuthorityDemand, Transfer } from "./transfer.js";

/**
 * What a transfer breaks whoever its users are, in precedence, as of the day on which it occurred.
 *
 * Receipts are judged by the entries they name alone: sharing rules, agreements, demands and safeguards bind what is given away.
 *
 * @param demand The authority request on which the disclosure rests; null where it names none.
 */
export function judgeTransfer(
  transfer: Transfer,
  map: DataMapSnapshot,
  demand: AuthorityDemand | null,
  day: CalendarDay = map.calendarDay(transfer.occurredAt),
): Finding[] {
  const retired = judgeEntries(transfer, map, day);
  if (transfer.direction === "INBOUND") return retired;
  const rules = rulesFor(transfer, map, day);
  return [
    ...retired,
    ...judgeAgreement(transfer, map, rules, day),
    ...judgeSharing(transfer, rules),
    ...judgeAuthority(transfer, map, rules, demand),
    ...judgeBorder(transfer, map, rules, day),
  ];
}

function judgeEntries(transfer: Transfer, map: DataMapSnapshot, day: CalendarDay): Finding[] {
  const entries: RetiredEntry[] = [];
  const expressing: { readonly clauses: readonly string[] }[] = [];
  const look = (list: CatalogueList, key: string | null): void => {
    const entry = key === null ? undefined : map.entry(list, key);
    if (key === null || !entry || !isRetiredOn(day, entry.retiredOn)) return;
    entries.push({ list, key });
    expressing.push(entry);
  };
  look("recipients", transfer.recipient);
  look("purposes", transfer.purpose);
  look("legalGrounds", transfer.legalGround);
  for (const category of transfer.categories) look("categories", category);
  look("agreements", transfer.agreement);
  look("safeguards", transfer.safeguard);
  look("jurisdictions", transfer.country);
  if (entries.length === 0) return [];
  return [{ code: "ENTRY_RETIRED", kind: "BREACH", detail: { entries, clauses: clausesOf(expressing) } }];
}
