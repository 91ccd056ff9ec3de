/** A fact about users, or a review of an authority's request, because of which recorded disclosures are judged again. */
export interface PendingCause {
  /** Id of the fact or the review. */
  readonly causeId: string;
  readonly cause: "FACT" | "REVIEW";
  /** The request that was reviewed; null for a fact. */
  readonly requestId: string | null;
  /** Disclosures up to this id have been judged again for it; null before the first. */
  readonly reached: string | null;
}
