/**
 * Nothing more may be signed: what is to be signed for is not what has been signed for. The message is for the operator: what was
 * found, and what to do.
 */
export class LedgerHalted extends Error {
  override readonly name = "LedgerHalted";
}

/** What to do about a log that is not the one that was signed for. */
export const REWRITTEN =
  "The log was rewritten, or another history was restored. Find out by `registry-verify audit` what was changed, and restore a backup " +
  "with the history that was signed; nothing is signed until then.";

/** @param called what was signed for more leaves than the log has, as in "the checkpoint in <file>" */
export function olderDatabase(size: number, called: string, signedFor: number): LedgerHalted {
  return new LedgerHalted(
    `The database's log has ${size} leaves, but ${called} was signed for ${signedFor}: an older database was restored. ` +
      "Stop the registry, restore a backup taken after that checkpoint, and start again; nothing is signed until then.",
  );
}
