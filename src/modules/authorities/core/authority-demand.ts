/** An authority's or a court's demand on which a disclosure rests, as far as judging the disclosure depends on it. */
export interface AuthorityDemand {
  /** Id of the authority request. */
  readonly id: string;
  /** What its latest review found; null where nobody has reviewed it. */
  readonly lawful: boolean | null;
  /** The latest review. */
  readonly reviewId: string | null;
}
