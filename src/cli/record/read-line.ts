import type { FileLine } from "./file-lines.js";
import type { LineIds } from "./line-ids.js";
import { isUuid } from "../../platform/ids.js";

type Fields = Readonly<Record<string, unknown>>;

/** Why a line was not recorded. Never repeats a value of the line, which may be a person's reference. */
export interface LineError {
  readonly line: number;
  readonly code: string;
  readonly fields: readonly string[];
  readonly message: string;
}

/** A line as it is to be sent. */
export type ReadLine =
  | {
      readonly kind: "disclosure" | "amendment";
      readonly line: number;
      readonly bytes: number;
      readonly input: Fields;
    }
  | { readonly kind: "refused"; readonly error: LineError };

/**
 * Reads one line: a disclosure, as RecordDisclosureInput has it, or a correction, `{ "amend": …, "reason": …, "restated" or "void" }`,
 * where `amend` is the id of the disclosure to correct or the `externalReference` of an earlier line. An empty line is null.
 */
export function readLine({ number, bytes }: FileLine, ids: LineIds): ReadLine | null {
  const fields = fieldsOf(bytes);
  if (fields === null) return null;
  if (typeof fields === "string") return refusal(number, [], fields);
  const id = ids.next(fields);
  if (!("amend" in fields)) {
    return { kind: "disclosure", line: number, bytes: bytes.length, input: { ...fields, id } };
  }
  const { amend, externalReference: _, ...rest } = fields;
  const amends =
    typeof amend === "string" ? (ids.ofReference(amend) ?? (isUuid(amend) ? amend : null)) : null;
  if (amends === null) {
    return refusal(
      number,
      ["amend"],
      "amend: Name the externalReference of an earlier line of this file, or the id of a disclosure.",
    );
  }
  return { kind: "amendment", line: number, bytes: bytes.length, input: { ...rest, id, amends } };
}

/** The line's fields; null where it is empty; a sentence where it is not an object. */
function fieldsOf(bytes: Buffer): Fields | string | null {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim();
  } catch {
    return "The line is not UTF-8 text.";
  }
  if (text === "") return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
    return "The line is no JSON object: write one disclosure a line, in braces.";
  } catch {
    return "The line is not JSON: write one disclosure a line, as a JSON object without line breaks.";
  }
}

function refusal(line: number, fields: readonly string[], message: string): ReadLine {
  return { kind: "refused", error: { line, code: "BAD_USER_INPUT", fields, message } };
}
