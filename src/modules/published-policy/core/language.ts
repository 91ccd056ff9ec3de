const TAG = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/i;

/** A language's tag (BCP 47) in the one way of writing it: `kk`, `en-GB`; null where the text is none. */
export function readLanguage(text: string): string | null {
  if (!TAG.test(text)) return null;
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}

/** Whether two tags name the same language. */
export function isSameLanguage(one: string, other: string): boolean {
  return (readLanguage(one) ?? one) === (readLanguage(other) ?? other);
}
