export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const STORED_AS = "registry:theme";

/** What the visitor chose last in this browser; the system's own where nothing was chosen. */
export function readTheme(): Theme {
  const stored = localStorage.getItem(STORED_AS);
  return THEMES.find((theme) => theme === stored) ?? "system";
}

export function keepTheme(theme: Theme): void {
  localStorage.setItem(STORED_AS, theme);
}
