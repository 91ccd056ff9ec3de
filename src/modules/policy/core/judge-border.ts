import { isInForceOn } from "../../datamap/core/validity.js";
import type { CalendarDay, DataMapSnapshot } from "../../datamap/index.js";
import { clausesOf } from "./finding.js";
import type { Finding } from "./finding.js";
import { detailOf } from "./matching-rules.js";
import type { MatchingRules } from "./matching-rules.js";
import { assessmentOf, safeguardsCovering, safeguardsMeant } from "./protection.js";
import type { Transfer } from "./transfer.js";

/**
 * Whether a transfer that crosses a border is protected: by the country's own law, or by a safeguard that covers it.
 *
 * The safeguard is the one that the disclosure names, otherwise those of the matching rules. Without one, a country of whose
 * protection the data map says nothing on that day is a gap; one known not to be adequate, or not assessed, is a breach.
 */
export function judgeBorder(
  transfer: Transfer,
  map: DataMapSnapshot,
  rules: MatchingRules,
  day: CalendarDay,
): Finding[] {
  if (!transfer.crossBorder) return [];
  const country = map.jurisdiction(transfer.country);
  const status = assessmentOf(transfer.country, map, day);
  if (status === "ADEQUATE") return [];

  const keys = safeguardsMeant(transfer, rules);
  const covering = safeguardsCovering(transfer, map, rules);
  if (covering.some((safeguard) => isInForceOn(day, safeguard))) return [];

  const named = covering[0]?.key ?? keys[0];
  const detail = {
    ...detailOf(rules.nearest),
    clauses: clausesOf([...rules.nearest, ...(country ? [country] : [])]),
    country: transfer.country,
    ...(named === undefined ? {} : { safeguard: named }),
  };
  if (covering.length > 0) return [{ code: "SAFEGUARD_NOT_IN_FORCE", kind: "BREACH", detail }];
  return [{ code: "SAFEGUARD_MISSING", kind: status === undefined ? "GAP" : "BREACH", detail }];
}
