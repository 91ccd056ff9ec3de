import type { FieldProblem } from "../../../platform/errors.js";
import { didYouMean } from "../../datamap/core/nearest-key.js";
import type { DataMapSnapshot } from "../../datamap/index.js";
import { undecidable } from "./retention-term.js";

/** What is wrong with the rule that is named; nothing where none is. */
export function problemsOfRule(map: DataMapSnapshot, key: string | null | undefined): FieldProblem[] {
  if (key == null || map.entry("retentionRules", key)) return [];
  const hint = didYouMean(key, map.keys("retentionRules"));
  return [{ field: "retentionRule", message: `The data map has no retention rule with this key.${hint}` }];
}

export function problemsOfCategory(map: DataMapSnapshot, key: string | null | undefined): FieldProblem[] {
  if (key == null || map.category(key)) return [];
  const hint = didYouMean(key, map.keys("categories"));
  return [{ field: "category", message: `The data map has no data category with this key.${hint}` }];
}

/** What is wrong with destroying by a rule by which nobody's data can be said to be due. */
export function problemsOfUndecidable(map: DataMapSnapshot, key: string): FieldProblem[] {
  const rule = map.entry("retentionRules", key);
  const reason = rule && undecidable(rule);
  if (!reason) return [];
  const why =
    reason === "NO_PERIOD"
      ? "The rule sets no period"
      : `The rule runs from ${rule.startEvent}, of which the registry is not told`;
  return [
    {
      field: "subjectList",
      message: `${why}, so that it cannot say whose data are due: name the users by a list, and give the \`reason\`.`,
    },
  ];
}
