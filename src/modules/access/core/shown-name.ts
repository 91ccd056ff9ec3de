/** A name stands beside what its holder recorded, so it is one line, and not a long one. */
export const NAME_CHARS_MAX = 100;

/** Ends of lines, too, and what turns a line's direction. */
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;

/** What a key or a person is to be called: the text without blanks around it; null where it could not be shown. */
export function shownName(text: string): string | null {
  if (!text.isWellFormed()) return null;
  const name = text.normalize("NFC").trim();
  return name === "" || name.length > NAME_CHARS_MAX || CONTROL_CHARACTER.test(name) ? null : name;
}
