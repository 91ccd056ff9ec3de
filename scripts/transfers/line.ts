/** The lines of `examples/transfers.ndjson`: one JSON object each, in the order in which they were logged. */

export type Channel = "API" | "FILE" | "EMAIL" | "POST" | "PHYSICAL" | "PHONE" | "PORTAL" | "OTHER";

/** A transfer that happened: `RecordDisclosureInput` without `id`, because ids must be fresh and a committed file cannot hold them. */
export interface TransferLine {
  /** Unique in the file: `EX-000123`. */
  readonly externalReference: string;
  /** RFC 3339. */
  readonly occurredAt: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly legalGround: string;
  readonly categories: readonly string[];
  readonly subjects: readonly string[];
  readonly direction?: "INBOUND";
  readonly nature?: "ADDITIONAL";
  readonly channel?: Channel;
  readonly source?: string;
  readonly agreement?: string;
  readonly safeguard?: string;
  readonly destination?: string;
  readonly outcome?: "DELIVERED" | "PARTLY_DELIVERED" | "FAILED";
  readonly note?: string;
  readonly partnerReference?: string;
}

/** A correction of an earlier line: the whole transfer as it should read, or its voiding. */
export interface AmendmentLine {
  /** The external reference of the line it corrects: a transfer, or an amendment that restated one. */
  readonly amend: string;
  /** Unique in the file: `EX-A-0012`. */
  readonly externalReference: string;
  readonly reason: string;
  /** Keeps the external reference of the transfer it restates: it is the same transfer. */
  readonly restated?: TransferLine;
  readonly void?: true;
}

export type Line = TransferLine | AmendmentLine;

export function isAmendment(line: Line): line is AmendmentLine {
  return "amend" in line;
}

/** The file's text, one line an object, the last one ended too. */
export function textOf(lines: readonly Line[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** Reads what `textOf` wrote. */
export function linesOf(text: string): Line[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}
