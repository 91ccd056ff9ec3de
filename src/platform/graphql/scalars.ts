import { GraphQLError, GraphQLScalarType, Kind } from "graphql";
import type { ValueNode } from "graphql";
import { GraphQLCountryCode, GraphQLDate, GraphQLDateTime, GraphQLDuration } from "graphql-scalars";
import { isUuid } from "../ids.js";

/**
 * The scalars of the schema. Each knows one text form, and says what it expects without ever repeating what it was given:
 * a value in the wrong place may be a person's reference.
 */

interface TextScalar<Internal> {
  readonly name: string;
  readonly description: string;
  readonly specifiedByURL: string;
  /** What is expected, with an example: the end of every error message. */
  readonly expected: string;
  /** The value the program works with, or undefined where the text is not of this form. May also throw. */
  readonly read: (text: string) => Internal | undefined;
  /** The text of a value of the program, or undefined where it has none. May also throw. */
  readonly write: (value: unknown) => string | undefined;
}

function textScalar<Internal>(form: TextScalar<Internal>): GraphQLScalarType<Internal, string> {
  const refuse = (node?: ValueNode): GraphQLError =>
    new GraphQLError(`${form.name} expects ${form.expected}.`, {
      nodes: node ?? null,
      extensions: { code: "BAD_USER_INPUT" },
    });
  const read = (value: unknown, node?: ValueNode): Internal => {
    const internal = typeof value === "string" ? unlessThrown(() => form.read(value)) : undefined;
    if (internal === undefined) throw refuse(node);
    return internal;
  };
  return new GraphQLScalarType<Internal, string>({
    name: form.name,
    description: form.description,
    specifiedByURL: form.specifiedByURL,
    parseValue: (value) => read(value),
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined, node),
    serialize: (value) => {
      const text = unlessThrown(() => form.write(value));
      if (text === undefined) throw new Error(`A value answered as ${form.name} has no such form.`);
      return text;
    },
  });
}

/** The libraries' own errors repeat the value; they are dropped here, and `textScalar` says what was expected instead. */
function unlessThrown<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Answers `text` itself where `read` takes it, so that reading and writing cannot drift apart. */
function writeAsRead(read: (text: string) => string | undefined): (value: unknown) => string | undefined {
  return (value) => (typeof value === "string" ? read(value) : undefined);
}

/** The years that both a text of four digits and PostgreSQL know, in UTC. */
function readMoment(text: string): Date | undefined {
  const moment = GraphQLDateTime.parseValue(text);
  const year = moment.getUTCFullYear();
  return year >= 1 && year <= 9_999 ? moment : undefined;
}

/** A moment. In the program a `Date`; milliseconds are kept, finer fractions are cut off. */
export const DateTime = textScalar<Date>({
  name: "DateTime",
  description:
    "A moment in time with its offset from UTC (RFC 3339), such as `2026-03-01T15:00:00+05:00`. " +
    "Answers are always in UTC with milliseconds: `2026-03-01T10:00:00.000Z`.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
  expected:
    "a date and time with its offset from UTC (RFC 3339), such as 2026-03-01T15:00:00+05:00 or 2026-03-01T10:00:00Z",
  read: readMoment,
  write: (value) => (value instanceof Date ? value.toISOString() : undefined),
});

function readDate(text: string): string | undefined {
  GraphQLDate.parseValue(text);
  // The calendar goes from the year 1 before Christ to the year 1 after, and so does PostgreSQL.
  return text.startsWith("0000") ? undefined : text;
}

/** A calendar day without a time zone. In the program the text itself, so that no zone can move it. */
export const CalendarDate = textScalar<string>({
  name: "Date",
  description:
    "A calendar day (RFC 3339 full-date), such as `2026-03-01`, read in the controller's time zone.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
  expected: "a day that exists, written as year, month and day, such as 2026-03-01",
  read: readDate,
  write: writeAsRead(readDate),
});

function readDuration(text: string): string | undefined {
  // ISO 8601-1 knows no sign; periods in this register run forwards only. Of years, months and days there are no fractions.
  return /[+-]|[.,]\d+[^\dS]/.test(text) ? undefined : GraphQLDuration.parseValue(text);
}

/** A length of time in calendar units. In the program the text itself: a month has no fixed number of days. */
export const Duration = textScalar<string>({
  name: "Duration",
  description:
    "A length of time (ISO 8601), such as `P5Y` for five years, `P30D` for thirty days or `PT12H` for twelve hours.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339#appendix-A",
  expected: "a length of time (ISO 8601), such as P5Y for five years or P30D for thirty days",
  read: readDuration,
  write: writeAsRead(readDuration),
});

function readCountryCode(text: string): string | undefined {
  return GraphQLCountryCode.parseValue(text.toUpperCase());
}

/** A country. Upper case in the program, either case from callers. */
export const CountryCode = textScalar<string>({
  name: "CountryCode",
  description: "A country's two-letter code (ISO 3166-1 alpha-2), such as `KZ` or `DE`.",
  specifiedByURL: "https://www.iso.org/iso-3166-country-codes.html",
  expected: "a country's two-letter code (ISO 3166-1 alpha-2), such as KZ or DE",
  read: readCountryCode,
  write: writeAsRead(readCountryCode),
});

function readUuid(text: string): string | undefined {
  return isUuid(text) ? text.toLowerCase() : undefined;
}

/** A fact's identifier. Lower case in the program, either case from callers; neither braces nor a `urn:` in front. */
export const UUID = textScalar<string>({
  name: "UUID",
  description: "A universally unique identifier (RFC 9562), such as `0195511d-2c00-7cc3-98c4-dc0c0c07398f`.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc9562#section-4",
  expected: "a UUID (RFC 9562), such as 0195511d-2c00-7cc3-98c4-dc0c0c07398f",
  read: readUuid,
  write: writeAsRead(readUuid),
});

/** How many of something there are, or how many stand before it: more than fit the 32 bits of an Int. */
export const Count = new GraphQLScalarType<number, number>({
  name: "Count",
  description:
    "How many of something there are: a whole number from 0 up to 9,007,199,254,740,991 (2^53 − 1).",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc8259#section-6",
  serialize: (value) => {
    if (!isCount(value))
      throw new Error("A value answered as Count is no whole number from 0 up to 2^53 − 1.");
    return value;
  },
  parseValue: (value) => readCount(value),
  parseLiteral: (node) => readCount(node.kind === Kind.INT ? Number(node.value) : undefined, node),
});

function readCount(value: unknown, node?: ValueNode): number {
  if (isCount(value)) return value;
  throw new GraphQLError("Count expects a whole number from 0 up to 9007199254740991, such as 12.", {
    nodes: node ?? null,
    extensions: { code: "BAD_USER_INPUT" },
  });
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
