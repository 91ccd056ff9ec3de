/**
 * Nothing more may be signed: what is to be signed for is not what has been signed for. The message is for the operator: what was
 * found, and what to do.
 */
export class LedgerHalted extends Error {
  override readonly name = "LedgerHalted";
}
