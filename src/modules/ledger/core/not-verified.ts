/** Something that was to be verified does not hold. The message names the first thing that is wrong, in words for an auditor. */
export class NotVerified extends Error {
  override readonly name = "NotVerified";
}
