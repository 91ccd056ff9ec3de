import type { CalendarDay, DataMapSnapshot } from "../../datamap/index.js";
import type { FindingDetail, FindingKind } from "./finding.js";
import type { Transfer } from "./transfer.js";

/** What a sentence about a finding is made of. */
export interface Occasion {
  readonly kind: FindingKind;
  readonly detail: FindingDetail;
  readonly transfer: Transfer;
  readonly map: DataMapSnapshot;
  /** The day of the transfer. */
  readonly day: CalendarDay;
}

export const quoted = (key: string): string => `"${key}"`;

/** `"a"`, `"a" and "b"`, `"a", "b" and "c"`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** The verb's form for so many. */
export function verb(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

/** ` (clause 17)`, with a space before it; empty where the entry expresses none. */
export function clauses({ clauses: numbers = [] }: FindingDetail): string {
  if (numbers.length === 0) return "";
  const inOrder = numbers.toSorted((one, other) => parseInt(one) - parseInt(other) || (one < other ? -1 : 1));
  return ` (${verb(inOrder.length, "clause", "clauses")} ${inOrder.join(", ")})`;
}

/** `sharing rule "a" (clause 17)`, or `sharing rules "a" and "b" (clauses 16, 17)`. */
export function rules(what: string, detail: FindingDetail): string {
  const { rules: keys = [] } = detail;
  return `${what} ${verb(keys.length, "rule", "rules")} ${listed(keys.map(quoted))}${clauses(detail)}`;
}

/** ` (fact 0198…)`, with a space before it; empty where several facts are the cause. */
export function fact({ fact: id }: FindingDetail): string {
  return id === undefined ? "" : ` (fact ${id})`;
}

export function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
