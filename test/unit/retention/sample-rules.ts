import type { DataMapDocument, DataMapSnapshot } from "../../../src/modules/datamap/index.js";
import { RetentionJudge } from "../../../src/modules/retention/core/judge-retention.js";
import { retentionTerms } from "../../../src/modules/retention/core/retention-term.js";
import type { SubjectFact } from "../../../src/modules/consents/index.js";
import { exampleSnapshot } from "../datamap/example-snapshot.js";

export type StatedRule = Partial<DataMapDocument["retentionRules"][number]> & { readonly key: string };

/** The example with these retention rules alone; what is not stated is a month after the agreement, of `usage`, for any purpose. */
export function mapWith(...rules: readonly StatedRule[]): DataMapSnapshot {
  return exampleSnapshot((document) => {
    const [first] = document.retentionRules;
    document.retentionRules = rules.map((stated): DataMapDocument["retentionRules"][number] => ({
      ...first!,
      categories: ["usage"],
      purposes: [],
      startEvent: "AGREEMENT_ENDED",
      clauses: [],
      ...("period" in stated ? {} : { period: "P1M" }),
      ...stated,
    }));
  });
}

/** What has run out for a user by the end of a day, as `rule category since kept by`. */
export function runOutOn(map: DataMapSnapshot, day: string, ...facts: readonly SubjectFact[]): string[] {
  const judge = new RetentionJudge(
    retentionTerms(map, day),
    map,
    day,
    new Date(map.endOf(day).getTime() - 1),
  );
  return judge
    .judge(facts)
    .map(({ term, dueFrom, keptBy }) =>
      [term.rule.key, term.categories.join("+"), dueFrom, ...keptBy.map((key) => `<${key}>`)].join(" "),
    );
}
