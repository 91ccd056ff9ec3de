const UNITS = [
  ["D", 86_400],
  ["H", 3_600],
  ["M", 60],
  ["S", 1],
] as const;

/**
 * The average time between disclosures, to the second (ISO 8601); null where there was but one. With the first, the last and the number
 * it is how often they were made, as 45 CFR 164.528(b)(3)(ii) asks.
 */
export function averageInterval(firstAt: Date, lastAt: Date, count: number): string | null {
  if (count < 2) return null;
  let seconds = Math.round((lastAt.getTime() - firstAt.getTime()) / (count - 1) / 1_000);
  if (seconds === 0) return "PT0S";
  let text = "P";
  for (const [unit, length] of UNITS) {
    const whole = Math.floor(seconds / length);
    seconds -= whole * length;
    if (whole > 0) text += `${unit === "D" || text.includes("T") ? "" : "T"}${whole}${unit}`;
  }
  return text;
}
