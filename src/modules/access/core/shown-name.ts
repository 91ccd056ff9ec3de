/** A name stands beside what its holder recorded, so it is one line, and not a long one. */
export const NAME_CHARS_MAX = 100;

/** Ends of lines, what turns a line's direction, and what nobody sees: two names would look alike. */
const CONTROL_CHARACTER = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** What joins and parts letters, as Persian needs, is no name by itself. */
const VISIBLE_CHARACTER = /[^\s\u200c\u200d]/;

/** What a key or a person is to be called: the text without blanks around it; null where it could not be shown. */
export function shownName(text: string): string | null {
  if (!text.isWellFormed()) return null;
  const name = text.normalize("NFC").trim();
  const isShown = VISIBLE_CHARACTER.test(name) && !CONTROL_CHARACTER.test(name);
  return isShown && name.length <= NAME_CHARS_MAX ? name : null;
}
