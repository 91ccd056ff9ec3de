import type { DataMapSnapshot } from "../../datamap/index.js";
import type { Finding } from "./finding.js";
import { detailOf } from "./matching-rules.js";
import type { MatchingRules } from "./matching-rules.js";
import type { AuthorityDemand, Transfer } from "./transfer.js";

/**
 * Whether the demand exists that the rules ask for, or the recipient's being an authority does, and was not found unlawful.
 *
 * A demand that nobody has reviewed is no finding yet; one that was found unlawful is, whether or not a rule asks for a demand.
 */
export function judgeAuthority(
  transfer: Transfer,
  map: DataMapSnapshot,
  rules: MatchingRules,
  demand: AuthorityDemand | null,
): Finding[] {
  const demanding = rules.nearest.filter((rule) => rule.authorityRequestRequired);
  if (demand !== null) {
    if (demand.lawful !== false) return [];
    const review = demand.reviewId === null ? {} : { review: demand.reviewId };
    const detail = { ...detailOf(demanding), request: demand.id, ...review };
    return [{ code: "AUTHORITY_REQUEST_UNLAWFUL", kind: "BREACH", detail }];
  }
  const isAuthority = map.recipient(transfer.recipient)?.kind === "PUBLIC_AUTHORITY";
  if (demanding.length === 0 && !isAuthority) return [];
  return [{ code: "AUTHORITY_REQUEST_MISSING", kind: "BREACH", detail: detailOf(demanding) }];
}
