import { AppError } from "../../../platform/errors.js";
import type { ListFormat } from "./list-format.js";
import { normaliseReference, problemOfReference } from "./reference.js";

/** A reference of 256 characters, every one of them written as a JSON escape, still fits. */
export const LINE_BYTES_MAX = 4_096;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const LAST_PRINTABLE = 0x7e;
const PLAIN_CHARS_MAX = 256;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** What is done with each reference: its normalised bytes are those of `bytes` from `start` up to `end`, until the next one. */
export type OnReference = (bytes: Buffer, start: number, end: number) => void;

/**
 * Cuts a list of users into its references as its bytes arrive, and normalises each (docs/normalisation.md). It holds no more than
 * one line that has begun.
 *
 * Throws BAD_USER_INPUT that names the line, counted from 1, and never quotes it.
 */
export class ListReader {
  readonly #unfinished = Buffer.allocUnsafe(LINE_BYTES_MAX);
  #unfinishedBytes = 0;
  #line = 0;
  /** The first of the empty lines read last: they may end a list, but not interrupt it. */
  #emptyLine: number | null = null;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  constructor(
    private readonly format: ListFormat,
    private readonly onReference: OnReference,
    /** Told each line as it came, without its end, after its reference. */
    private readonly onLine: OnReference = () => undefined,
  ) {}

  /** How many lines were read to their end, empty ones too. */
  get lines(): number {
    return this.#line;
  }

  /** Takes the next bytes of the list. */
  push(chunk: Buffer): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      if (end < 0) break;
      if (this.#unfinishedBytes > 0) {
        this.#keep(chunk, start, end);
        this.#readUnfinished();
      } else this.#readLine(chunk, start, end);
      start = end + 1;
    }
    this.#keep(chunk, start, chunk.length);
  }

  /** Takes the end of the list, which may come without a line feed. */
  end(): void {
    if (this.#unfinishedBytes > 0) this.#readUnfinished();
  }

  #keep(chunk: Buffer, start: number, end: number): void {
    if (this.#unfinishedBytes + end - start > LINE_BYTES_MAX) {
      this.#line += 1;
      throw this.#wrong(TOO_LONG);
    }
    chunk.copy(this.#unfinished, this.#unfinishedBytes, start, end);
    this.#unfinishedBytes += end - start;
  }

  #readUnfinished(): void {
    const bytes = this.#unfinishedBytes;
    this.#unfinishedBytes = 0;
    this.#readLine(this.#unfinished, 0, bytes);
  }

  #readLine(bytes: Buffer, lineStart: number, lineEnd: number): void {
    this.#line += 1;
    let start = lineStart;
    let end = lineEnd;
    if (this.#line === 1 && bytes.subarray(start, start + 3).equals(BYTE_ORDER_MARK)) start += 3;
    if (end > start && bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
    if (this.#line === 1 && this.format.hasHeader) return;
    if (start === end) {
      this.#emptyLine ??= this.#line;
      return;
    }
    if (end - start > LINE_BYTES_MAX) throw this.#wrong(TOO_LONG);
    if (this.#emptyLine !== null) {
      this.#line = this.#emptyLine;
      throw this.#wrong("It is empty, and references follow. Leave it out.");
    }
    const isQuoted = this.format.syntax === "ndjson";
    const inner = isQuoted ? 1 : 0;
    if ((!isQuoted || isInQuotes(bytes, start, end)) && isPlain(bytes, start + inner, end - inner)) {
      this.onReference(bytes, start + inner, end - inner);
    } else {
      const reference = Buffer.from(this.#referenceOf(bytes.subarray(start, end)), "utf8");
      this.onReference(reference, 0, reference.length);
    }
    this.onLine(bytes, start, end);
  }

  /** Any line, the slow way. */
  #referenceOf(line: Buffer): string {
    const text = this.#decode(line);
    const reference = normaliseReference(
      this.format.syntax === "csv" ? this.#fieldOf(text) : this.#stringOf(text),
    );
    const problem = problemOfReference(reference);
    if (problem !== null) throw this.#wrong(problem);
    return reference;
  }

  #decode(line: Buffer): string {
    try {
      return this.#decoder.decode(line);
    } catch {
      throw this.#wrong("It is not valid UTF-8.");
    }
  }

  /** RFC 4180, section 2: quotes around the field, or none in it. */
  #fieldOf(text: string): string {
    const quoted = /^"((?:[^"]|"")*)"$/.exec(text);
    if (quoted) return quoted[1]!.replaceAll('""', '"');
    if (/^[^",]*$/.test(text)) return text;
    if (/^(?:"(?:[^"]|"")*"|[^",]*),/.test(text)) {
      throw this.#wrong("It has more than one column: send the users' references alone.");
    }
    throw this.#wrong(
      'Its quotes do not close: a reference with a quote or a comma stands in quotes, on one line, and its own quotes are doubled: "a ""b""".',
    );
  }

  #stringOf(text: string): string {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      value = null;
    }
    if (typeof value === "string") return value;
    throw this.#wrong('It must be one JSON string, such as "user-1".');
  }

  #wrong(message: string): AppError {
    return new AppError("BAD_USER_INPUT", `Line ${this.#line}: ${message}`);
  }
}

const TOO_LONG = `It is longer than ${LINE_BYTES_MAX} bytes: put each reference on a line of its own.`;

function isInQuotes(bytes: Buffer, start: number, end: number): boolean {
  return end - start >= 2 && bytes[start] === QUOTE && bytes[end - 1] === QUOTE;
}

/**
 * Whether the bytes are a reference already: printable ASCII is in normalisation form C, and neither syntax means anything
 * but itself by what is left. Nearly every reference there is.
 */
function isPlain(bytes: Buffer, start: number, end: number): boolean {
  if (end <= start || end - start > PLAIN_CHARS_MAX) return false;
  if (bytes[start] === SPACE || bytes[end - 1] === SPACE) return false;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte < SPACE || byte > LAST_PRINTABLE || byte === QUOTE || byte === COMMA || byte === BACKSLASH) {
      return false;
    }
  }
  return true;
}
