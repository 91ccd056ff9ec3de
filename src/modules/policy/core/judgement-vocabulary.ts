/** The closed vocabularies of judgements. What each value means stands in `policy-enums.type.ts`. */

export const JUDGEMENT_CAUSES = ["RECORDED", "FACT", "REVIEW"] as const;
/** What gave cause to judge: that the disclosure was recorded, a fact about users, or the review of an authority's request. */
export type JudgementCause = (typeof JUDGEMENT_CAUSES)[number];

export const SUPERSEDING_CAUSES = ["REJUDGED", "AMENDED"] as const;
/** What took a judgement's place: a later one, or an amendment of the disclosure. */
export type SupersedingCause = (typeof SUPERSEDING_CAUSES)[number];

/** By what findings are counted apart. */
export const FINDING_DIMENSIONS = ["CODE", "KIND", "RECIPIENT", "PURPOSE", "MONTH"] as const;
export type FindingDimension = (typeof FINDING_DIMENSIONS)[number];
