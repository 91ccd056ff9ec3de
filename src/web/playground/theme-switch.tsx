import { THEMES, type Theme } from "./theme.js";

interface ThemeSwitchProps {
  readonly theme: Theme;
  readonly onChoose: (theme: Theme) => void;
}

const LABELS: Readonly<Record<Theme, string>> = { system: "As the system", light: "Light", dark: "Dark" };

/** Dark, light, or what the system says. */
export function ThemeSwitch({ theme, onChoose }: ThemeSwitchProps) {
  return (
    <select aria-label="Colours" value={theme} onChange={(event) => onChoose(event.target.value as Theme)}>
      {THEMES.map((one) => (
        <option key={one} value={one}>
          {LABELS[one]}
        </option>
      ))}
    </select>
  );
}
