import { problemOfFreeText } from "../../../platform/erasable-text/free-text.js";

const REASON_CHARS_MAX = 1_000;

/** What is wrong with the reason why somebody reveals references; null where nothing is. */
export function problemOfReason(reason: string): string | null {
  if (reason.trim() === "") return "Say why the reference is needed: it is recorded beside your key's name.";
  return problemOfFreeText(reason, REASON_CHARS_MAX);
}
