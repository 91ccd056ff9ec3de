import { AppError } from "../errors.js";

/** A place in an ordered list: the list's name, then the values it is ordered by, all as text. */
export type CursorValues = readonly string[];

/** Longer than any cursor this server makes. */
const CURSOR_LENGTH_MAX = 1_000;

/** Callers treat the text as opaque: base64url of a JSON array. */
export function encodeCursor(values: CursorValues): string {
  return Buffer.from(JSON.stringify(values), "utf8").toString("base64url");
}

/**
 * The values of a cursor that came in by `argument`, where `isOurs` knows them as a place in the list at hand.
 *
 * Anything else (cut, changed, or taken from another list) is BAD_USER_INPUT and names the argument, never the text.
 */
export function decodeCursor(
  text: string,
  argument: "after" | "before",
  isOurs: (values: CursorValues) => boolean,
): CursorValues {
  const values = text.length <= CURSOR_LENGTH_MAX ? parse(text) : undefined;
  if (!isListOfText(values) || !isOurs(values)) {
    throw new AppError(
      "BAD_USER_INPUT",
      `${argument}: This is not a cursor of this list. Pass a cursor, or pageInfo's startCursor or endCursor, unchanged.`,
      [argument],
    );
  }
  return values;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

function isListOfText(value: unknown): value is CursorValues {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
