/** What is said of a revision beside its document. */
export interface RevisionNote {
  readonly number: number;
  readonly effectiveFrom: Date | null;
  readonly message: string;
  readonly appliedBy: string;
  readonly appliedAt: Date;
}
