import type {
  CalendarDay,
  DataMapSnapshot,
  RightsRequestKind,
  RightsRuleEntry,
} from "../../datamap/index.js";
import { isRetiredOn } from "../../datamap/core/validity.js";

/** The rule that governs requests of a kind received on a day; undefined where the data map has none. */
export function rightsRuleOf(
  map: DataMapSnapshot,
  kind: RightsRequestKind,
  day: CalendarDay,
): RightsRuleEntry | undefined {
  return map.document.rightsRules.find(
    (rule) => rule.requestKind === kind && !isRetiredOn(day, rule.retiredOn),
  );
}
