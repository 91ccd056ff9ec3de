import { isInForceOn } from "../../datamap/core/validity.js";
import type { AgreementEntry, CalendarDay, DataMapSnapshot } from "../../datamap/index.js";
import type { Finding } from "./finding.js";
import { detailOf } from "./matching-rules.js";
import type { MatchingRules } from "./matching-rules.js";
import type { Transfer } from "./transfer.js";

/** Whether the agreement that the rules demand, or that the disclosure names, was in force on the day. */
export function judgeAgreement(
  transfer: Transfer,
  map: DataMapSnapshot,
  rules: MatchingRules,
  day: CalendarDay,
): Finding[] {
  const demanding = rules.nearest.filter((rule) => rule.agreementRequired);
  if (transfer.agreement === null && demanding.length === 0) return [];

  const agreements = map
    .agreementsWith(transfer.recipient)
    .filter(({ key }) => transfer.agreement === null || key === transfer.agreement);
  if (agreements.some((agreement) => isInForceOn(day, agreement))) return [];

  const nearest = lastBegun(agreements, day);
  const named = nearest?.key ?? transfer.agreement;
  const detail = { ...detailOf(demanding), ...(named === null ? {} : { agreement: named }) };
  const code = nearest ? "AGREEMENT_NOT_IN_FORCE" : "AGREEMENT_MISSING";
  return [{ code, kind: "BREACH", detail }];
}

/** Of agreements that are not in force the one to name: the last that had begun, otherwise the first that will. */
function lastBegun(agreements: readonly AgreementEntry[], day: CalendarDay): AgreementEntry | undefined {
  const inOrder = agreements.toSorted((one, other) => (one.validFrom < other.validFrom ? -1 : 1));
  return inOrder.findLast(({ validFrom }) => validFrom <= day) ?? inOrder[0];
}
