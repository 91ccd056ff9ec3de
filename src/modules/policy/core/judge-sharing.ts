import type { Finding } from "./finding.js";
import { detailOf } from "./matching-rules.js";
import type { MatchingRules } from "./matching-rules.js";
import type { Transfer } from "./transfer.js";

/** Whether the sharing rules let the recipient have these categories, for this purpose, on this ground. */
export function judgeSharing(transfer: Transfer, rules: MatchingRules): Finding[] {
  if (rules.all.length === 0) return [{ code: "PURPOSE_NOT_PERMITTED", kind: "GAP", detail: {} }];
  const findings: Finding[] = [];
  const permitted = new Set(rules.nearest.flatMap((rule) => rule.categories));
  const categories = transfer.categories.filter((category) => !isUnderAny(category, permitted));
  if (categories.length > 0) {
    const detail = { ...detailOf(rules.nearest), categories };
    findings.push({ code: "CATEGORY_NOT_PERMITTED", kind: "BREACH", detail });
  }
  if (rules.forPurpose.length === 0)
    findings.push({ code: "PURPOSE_NOT_PERMITTED", kind: "BREACH", detail: detailOf(rules.all) });
  if (rules.onGround.length === 0)
    findings.push({ code: "GROUND_NOT_PERMITTED", kind: "BREACH", detail: detailOf(rules.nearest) });
  return findings;
}

/** Whether the category or one above it is among the keys: a category stands for its descendants too. */
function isUnderAny(category: string, keys: ReadonlySet<string>): boolean {
  for (let key = category; ; key = key.slice(0, key.lastIndexOf("."))) {
    if (keys.has(key)) return true;
    if (!key.includes(".")) return false;
  }
}
