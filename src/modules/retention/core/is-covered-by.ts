import type { DataMapSnapshot } from "../../datamap/index.js";
import { speaksOf } from "./retention-term.js";

/** Data of a category, as far as a rule lets them be kept. */
export interface KeptData {
  readonly retentionRule: string;
  readonly category: string;
}

/**
 * Whether data are gone because others were destroyed: those of the same category or of one above it, kept by the same rule, or by
 * one whose purposes include all of the rule's.
 */
export function isCoveredBy(destroyed: KeptData, data: KeptData, map: DataMapSnapshot): boolean {
  if (!speaksOf({ categories: [destroyed.category] }, data.category)) return false;
  if (destroyed.retentionRule === data.retentionRule) return true;
  const wider = map.entry("retentionRules", destroyed.retentionRule)?.purposes;
  const own = map.entry("retentionRules", data.retentionRule)?.purposes;
  if (!wider || !own) return false;
  return own.length === 0 ? wider.length === 0 : own.every((purpose) => wider.includes(purpose));
}
