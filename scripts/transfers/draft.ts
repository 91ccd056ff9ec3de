import type { TransferLine } from "./line.js";

/** Lines in the making: moments are numbers (milliseconds since 1970), and references are given out once the order is known. */

export type TransferContent = Omit<TransferLine, "externalReference" | "occurredAt">;

export interface TransferDraft {
  readonly kind: "transfer";
  externalReference: string;
  /** When it was logged: the order of the file. */
  readonly loggedAt: number;
  readonly occurredAt: number;
  content: { -readonly [Field in keyof TransferContent]: TransferContent[Field] };
  /** The transfer that this one records a second time. */
  readonly repeats?: TransferDraft;
}

export interface AmendmentDraft {
  readonly kind: "amendment";
  externalReference: string;
  readonly loggedAt: number;
  readonly amends: TransferDraft | AmendmentDraft;
  readonly reason: string;
  /** The whole transfer as it should read; without it the amended one is voided. */
  readonly restated?: TransferDraft;
}
