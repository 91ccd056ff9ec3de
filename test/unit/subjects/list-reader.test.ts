import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  readIsGzip,
  readListFormat,
  type ListFormat,
} from "../../../src/modules/subjects/core/list-format.js";
import { LINE_BYTES_MAX, ListReader } from "../../../src/modules/subjects/core/list-reader.js";
import { normaliseReference, problemOfReference } from "../../../src/modules/subjects/core/reference.js";
import { AppError } from "../../../src/platform/errors.js";

const CSV: ListFormat = { syntax: "csv", hasHeader: false };
const NDJSON: ListFormat = { syntax: "ndjson", hasHeader: false };

interface Read {
  readonly references: string[];
  readonly lines: string[];
}

/** Reads a list that arrives in pieces of so many bytes. */
function read(list: string | Buffer, format = CSV, pieceBytes = 5): Read {
  const result: Read = { references: [], lines: [] };
  const reader = new ListReader(
    format,
    (bytes, start, end) => result.references.push(bytes.toString("utf8", start, end)),
    (bytes, start, end) => result.lines.push(bytes.toString("utf8", start, end)),
  );
  const bytes = Buffer.from(list as string);
  for (let at = 0; at < bytes.length; at += pieceBytes) reader.push(bytes.subarray(at, at + pieceBytes));
  reader.end();
  return result;
}

function refusal(list: string | Buffer, format = CSV): string {
  try {
    read(list, format);
  } catch (error) {
    if (error instanceof AppError) return `${error.code} ${error.message}`;
    throw error;
  }
  return "read";
}

const anyReference = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" }),
    fc.string({
      minLength: 1,
      maxLength: 10,
      unit: fc.constantFrom('"', ",", "\\", " ", "a", "é", "e\u0301"),
    }),
  )
  .filter((reference) => problemOfReference(normaliseReference(reference)) === null);
const csvOf = (reference: string) => `"${reference.replaceAll('"', '""')}"`;

describe("A list of references", () => {
  it("is read as it was meant, whatever is in the references and wherever the pieces end", () => {
    fc.assert(
      fc.property(fc.array(anyReference), fc.integer({ min: 1, max: 60 }), (references, pieceBytes) => {
        const normalised = references.map(normaliseReference);
        const csv = references.map((each) => `${csvOf(each)}\r\n`).join("");
        expect(read(csv, CSV, pieceBytes).references).toEqual(normalised);
        const json = references.map((each) => JSON.stringify(each)).join("\n");
        expect(read(json, NDJSON, pieceBytes).references).toEqual(normalised);
      }),
    );
  });

  it("needs no quotes in CSV where a reference has neither quotes nor commas", () => {
    expect(read("user-1\n  Zoe\u0308 \na;b\\c").references).toEqual(["user-1", "Zo\u00eb", "a;b\\c"]);
  });

  it("hands on each line as it came, without its end", () => {
    expect(read('"a"\r\n b \nc', CSV)).toEqual({ references: ["a", "b", "c"], lines: ['"a"', " b ", "c"] });
  });

  it("may begin with a byte order mark, or with a header that its content type announces", () => {
    expect(read("\ufeffuser-1\nuser-2").references).toEqual(["user-1", "user-2"]);
    expect(read("\ufeffuser\r\nuser-2", { ...CSV, hasHeader: true }).references).toEqual(["user-2"]);
  });

  it("may end with empty lines, but have none inside", () => {
    expect(read("a\nb\n\r\n\n").references).toEqual(["a", "b"]);
    expect(refusal("a\n\n\nb\n")).toBe(
      "BAD_USER_INPUT Line 2: It is empty, and references follow. Leave it out.",
    );
  });

  it("takes the longest reference there is, all of it escaped", () => {
    const longest = "\u{1f600}".repeat(128);
    const escaped = longest
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16)}`)
      .join("");
    expect(read(`"${escaped}"\n`, NDJSON).references).toEqual([longest]);
  });

  it.each<[string, string | Buffer, ListFormat, string]>([
    ["over-long", `a\n${"x".repeat(LINE_BYTES_MAX + 1)}\n`, CSV, "Line 2: It is longer than 4096 bytes"],
    ["over-long and unfinished", "x".repeat(20_000), CSV, "Line 1: It is longer than 4096 bytes"],
    [
      "longer than a reference",
      `${"x".repeat(257)}`,
      CSV,
      "Line 1: A user reference has at most 256 characters.",
    ],
    ["of invalid UTF-8", Buffer.from([0x61, 0x0a, 0xc3, 0x28, 0x0a]), CSV, "Line 2: It is not valid UTF-8."],
    ["of UTF-8 cut in the middle", Buffer.from([0xc3]), CSV, "Line 1: It is not valid UTF-8."],
    ["of half a surrogate pair", '"\\ud83d"', NDJSON, "Line 1: A user reference must be valid Unicode text."],
    ["of blanks", "a\n  \nb", CSV, "Line 2: A user reference must not be empty."],
    [
      "with a control character",
      "a\u0000b",
      CSV,
      "Line 1: A user reference must not contain control characters.",
    ],
    ["with two columns", "a\nb,c", CSV, "Line 2: It has more than one column"],
    ["with two columns, the first in quotes", '"a""b",c', CSV, "Line 1: It has more than one column"],
    ["with an open quote", '"a\nb"', CSV, "Line 1: Its quotes do not close"],
    ["with a quote inside", 'a"b', CSV, "Line 1: Its quotes do not close"],
    ["of a number", "17", NDJSON, "Line 1: It must be one JSON string"],
    ["of an object", '{"user":"a"}', NDJSON, "Line 1: It must be one JSON string"],
    ["of broken JSON", '"a\\"', NDJSON, "Line 1: It must be one JSON string"],
    ["of two strings", '"a" "b"', NDJSON, "Line 1: It must be one JSON string"],
    ["without its end", '"a"\n"b', NDJSON, "Line 2: It must be one JSON string"],
  ])("is refused with a line %s, which is named and not quoted", (_what, list, format, message) => {
    expect(refusal(list, format)).toMatch(new RegExp(`^BAD_USER_INPUT ${message}`));
    expect(refusal(Buffer.concat([Buffer.from("secret-user\n"), Buffer.from('"secret-user')]))).not.toMatch(
      "secret",
    );
  });
});

describe("The form of a list", () => {
  it("is told by its content type", () => {
    expect(readListFormat("text/csv")).toEqual(CSV);
    expect(readListFormat('Text/CSV; charset="UTF-8"; header=present')).toEqual({ ...CSV, hasHeader: true });
    expect(readListFormat("application/x-ndjson; charset=utf-8")).toEqual(NDJSON);
  });

  it.each([undefined, "", "text/plain", "application/json", "multipart/form-data; boundary=x"])(
    "is not read from %s",
    (contentType) => {
      expect(() => readListFormat(contentType)).toThrow(/Send the list as Content-Type text\/csv/);
    },
  );

  it("is UTF-8, plain or compressed by gzip", () => {
    expect(() => readListFormat("text/csv; charset=utf-16")).toThrow("Send the list in UTF-8");
    expect([undefined, "identity", "GZIP"].map(readIsGzip)).toEqual([false, false, true]);
    expect(() => readIsGzip("br")).toThrow("Content-Encoding gzip");
  });
});
