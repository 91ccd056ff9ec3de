import { expect } from "@jest/globals";
import { parse } from "yaml";
import { parseDataMapDocument } from "../../../src/modules/datamap/data-map-document.parser.js";
import { AppError } from "../../../src/platform/errors.js";
import { SMALL_MAP } from "./small-map.js";

/** What stands in the small map, what it is changed to, the piece then at fault, its path, and what is said of it. */
export type Case = readonly [string, string, string, string, string];

/** The small map with one piece of its text changed. */
export function changed(piece: string, by: string): string {
  expect(SMALL_MAP.split(piece)).toHaveLength(2);
  return SMALL_MAP.replace(piece, () => by);
}

export function refusalOf(text: string): AppError {
  try {
    parseDataMapDocument(text, "small.yaml");
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error as AppError;
  }
  throw new Error("The document was accepted.");
}

/** `line 5, column 12`: where `piece` begins in the text. */
export function placeOf(text: string, piece: string): string {
  const before = text.slice(0, text.indexOf(piece)).split("\n");
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

/** ` (example_bank)`: the key, code or number of the entry that a path leads into; empty where it leads into none. */
function entryOn(text: string, path: string): string {
  const [, list = "", index = ""] = /^(\w+)\[(\d+)\]/.exec(path) ?? [];
  const lists = parse(text) as Record<string, Record<string, string | number>[]>;
  const { key, code, number } = lists[list]?.[Number(index)] ?? {};
  const name = key ?? code ?? number;
  return name === undefined ? "" : ` (${name})`;
}

/** Expects exactly one problem: where the faulty piece stands, on which path, in which entry, with which words. */
export function expectProblem(text: string, faulty: string, path: string, message: string): void {
  const refusal = refusalOf(text);
  expect(refusal.code).toBe("BAD_USER_INPUT");
  expect(refusal.message).toBe(
    `The data map document small.yaml has 1 problem:\n  ${placeOf(text, faulty)}, ${path}${entryOn(text, path)}: ${message}`,
  );
}
