/** When a revision of the data map begins to apply. */
export interface RevisionStart {
  readonly number: number;
  /** Null for the first revision, which applies from the beginning of time. */
  readonly effectiveFrom: Date | null;
}

/**
 * The number of the revision in force at a moment: the one that began last, and of several that began together the newest.
 *
 * Undefined only where there is no revision at all, because the first applies from the beginning of time.
 */
export function revisionInForceAt(revisions: Iterable<RevisionStart>, moment: Date): number | undefined {
  let inForce: RevisionStart | undefined;
  for (const revision of revisions) {
    if (startOf(revision) > moment.getTime()) continue;
    if (inForce === undefined || isLater(revision, inForce)) inForce = revision;
  }
  return inForce?.number;
}

function isLater(one: RevisionStart, other: RevisionStart): boolean {
  if (startOf(one) !== startOf(other)) return startOf(one) > startOf(other);
  return one.number > other.number;
}

function startOf({ effectiveFrom }: RevisionStart): number {
  return effectiveFrom?.getTime() ?? Number.NEGATIVE_INFINITY;
}
