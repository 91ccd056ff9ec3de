import { AppError } from "../../../platform/errors.js";

/** What was sent is no list in a form that is read (415, RFC 9110, section 15.5.16). */
export class WrongMediaType extends AppError {
  constructor(
    message = "Send the list as Content-Type text/csv (one column) or application/x-ndjson (a JSON string a line).",
  ) {
    super("BAD_USER_INPUT", message);
  }
}

/** How a list of users is written down: one reference a line. */
export interface ListFormat {
  readonly syntax: "csv" | "ndjson";
  /** Whether the first line names the column (RFC 4180, section 3: `header=present`). */
  readonly hasHeader: boolean;
}

const SYNTAXES: Readonly<Record<string, ListFormat["syntax"]>> = {
  "text/csv": "csv",
  "application/x-ndjson": "ndjson",
  "application/ndjson": "ndjson",
};
const CHARSETS = new Set(["utf-8", "utf8", "us-ascii"]);

/** Reads a `Content-Type` (RFC 9110, section 8.3). Throws WrongMediaType for one that is no list's. */
export function readListFormat(contentType: string | undefined): ListFormat {
  const [type = "", ...parameters] = (contentType ?? "").split(";").map((part) => part.trim().toLowerCase());
  const syntax = SYNTAXES[type];
  if (!syntax) throw new WrongMediaType();
  const values = new URLSearchParams(parameters.join("&"));
  const charset = unquoted(values.get("charset") ?? "utf-8");
  if (!CHARSETS.has(charset)) {
    throw new WrongMediaType("Send the list in UTF-8; other character sets are not read.");
  }
  return { syntax, hasHeader: syntax === "csv" && unquoted(values.get("header") ?? "absent") === "present" };
}

/** Reads a `Content-Encoding`; answers whether the bytes are compressed by gzip. Throws WrongMediaType for any other. */
export function readIsGzip(contentEncoding: string | undefined): boolean {
  switch (contentEncoding?.trim().toLowerCase() ?? "identity") {
    case "":
    case "identity":
      return false;
    case "gzip":
    case "x-gzip":
      return true;
    default:
      throw new WrongMediaType("Send the list as it is, or with Content-Encoding gzip.");
  }
}

function unquoted(value: string): string {
  return value.replace(/^"(.*)"$/, "$1");
}
