import type { FactContent, SubjectFactKind } from "./subject-fact.js";

/** By what name the input of a kind of fact calls what the fact says. */
const INPUT_FIELDS: { readonly [Kind in SubjectFactKind]: Readonly<Record<string, string>> } = {
  CONSENT: {
    legalGround: "legalGround",
    policyVersion: "policyVersion",
    givenAt: "givenAt",
    agreement: "agreement",
  },
  WITHDRAWAL: { legalGround: "legalGround", receivedAt: "receivedAt" },
  AGREEMENT_END: { agreement: "agreement", endedOn: "endedOn" },
  RESTRICTION: { restriction: "kind", categories: "categories", purposes: "purposes", from: "from" },
  LIFTING: { lifts: "restriction", liftedAt: "liftedAt" },
  ERASURE: { erasedAt: "erasedAt" },
  RESTORATION: { restoredAt: "restoredAt" },
};

/**
 * The input's fields in which a retry differs from what was recorded; none: it says the same. Null where the recorded fact is of
 * another kind, so that they have nothing to compare.
 */
export function differingFields(recorded: FactContent, retried: FactContent): string[] | null {
  if (recorded.kind !== retried.kind) return null;
  const [was, is] = [recorded, retried] as unknown as Record<string, unknown>[];
  return Object.entries(INPUT_FIELDS[retried.kind])
    .filter(([property]) => JSON.stringify(was![property]) !== JSON.stringify(is![property]))
    .map(([, field]) => field);
}
