/**
 * The visitor's API key. It lives in this browser tab (`sessionStorage`), survives a reload, is gone when the tab is closed, and is
 * sent to the registry alone (docs/adr/0010).
 */

const STORED_AS = "registry:api-key";

/** Takes the key out of `#key=…`, so that it stays neither in the address bar nor in the history. */
export function takeKeyFromAddress(): void {
  const key = new URLSearchParams(location.hash.slice(1)).get("key");
  if (key === null) return;
  history.replaceState(history.state, "", location.pathname + location.search);
  if (key.trim() !== "") keepKey(key);
}

/** Empty where there is none. */
export function readKey(): string {
  return sessionStorage.getItem(STORED_AS) ?? "";
}

/** An empty key forgets the one kept before. */
export function keepKey(key: string): void {
  const trimmed = key.trim();
  if (trimmed === "") sessionStorage.removeItem(STORED_AS);
  else sessionStorage.setItem(STORED_AS, trimmed);
}
