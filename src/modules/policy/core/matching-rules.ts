import { isInForceOn } from "../../datamap/core/validity.js";
import type { CalendarDay, DataMapSnapshot, SharingRuleEntry } from "../../datamap/index.js";
import { clausesOf } from "./finding.js";
import type { FindingDetail } from "./finding.js";
import type { Transfer } from "./transfer.js";

/** The sharing rules by which a transfer is judged. */
export interface MatchingRules {
  /** Those in force for the recipient or its kind; if any is exclusive, the exclusive ones only. None: the data map has a gap. */
  readonly all: readonly SharingRuleEntry[];
  /** Those of them for the purpose. */
  readonly forPurpose: readonly SharingRuleEntry[];
  /** Those for the legal ground: of the ones for the purpose, or, without any, of all. */
  readonly onGround: readonly SharingRuleEntry[];
  /** Those that come nearest: for purpose and ground, else for the purpose, else all. What they list and demand binds the transfer. */
  readonly nearest: readonly SharingRuleEntry[];
}

export function rulesFor(transfer: Transfer, map: DataMapSnapshot, day: CalendarDay): MatchingRules {
  const inForce = map.sharingRulesFor(transfer.recipient).filter((rule) => isInForceOn(day, rule));
  const exclusive = inForce.filter((rule) => rule.exclusive);
  const all = exclusive.length > 0 ? exclusive : inForce;
  const forPurpose = all.filter((rule) => rule.purpose === transfer.purpose);
  const hasPurpose = forPurpose.length > 0;
  const onGround = (hasPurpose ? forPurpose : all).filter(
    (rule) => rule.legalGround === transfer.legalGround,
  );
  const nearestForPurpose = onGround.length > 0 ? onGround : forPurpose;
  return { all, forPurpose, onGround, nearest: hasPurpose ? nearestForPurpose : all };
}

/** What a finding says of the rules it rests on. */
export function detailOf(rules: readonly SharingRuleEntry[]): Pick<FindingDetail, "rules" | "clauses"> {
  if (rules.length === 0) return {};
  return { rules: rules.map(({ key }) => key).sort(), clauses: clausesOf(rules) };
}
