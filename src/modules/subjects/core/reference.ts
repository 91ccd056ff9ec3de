/**
 * The platform's own reference of a user (an account number, a login), as the platform writes it.
 *
 * Two spellings are one user when they are equal after Unicode NFC (UAX #15) and trimming of white space at both ends.
 * Case always counts: `Ann` and `ann` may be two accounts, and only the platform knows.
 */
export const REFERENCE_CHARS_MAX = 256;

const CONTROL_CHARACTER = /[\u0000-\u001f\u007f]/;

export function normaliseReference(reference: string): string {
  return reference.normalize("NFC").trim();
}

/** What is wrong with a normalised reference, in words that never repeat it; null where it can be used. */
export function problemOfReference(normalised: string): string | null {
  if (normalised.length === 0) return "A user reference must not be empty.";
  if (normalised.length > REFERENCE_CHARS_MAX) {
    return `A user reference has at most ${REFERENCE_CHARS_MAX} characters.`;
  }
  if (!normalised.isWellFormed()) return "A user reference must be valid Unicode text.";
  if (CONTROL_CHARACTER.test(normalised)) return "A user reference must not contain control characters.";
  return null;
}
