import pc from "picocolors";
import { renderRows, type Column } from "../src/cli/table.js";
import { isMet, ratioOf, type Measurement, type Target, type Unit } from "./measurement.js";

/** Measurements as a table for people and as JSON for programs. */

const COLUMNS: readonly Column[] = [
  { title: "measure" },
  { title: "ours", align: "right" },
  { title: "plain way" },
  { title: "ratio", align: "right" },
  { title: "target" },
  { title: "met" },
];

/** What a run says of itself besides its measurements. */
export interface Run {
  readonly startedAt: string;
  readonly seconds: number;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly sizes: Readonly<Record<string, number>>;
}

export function renderTable(measurements: readonly Measurement[], width: number): string {
  const rows = measurements.map((each) => [
    each.measure,
    amount(each.ours, each.unit),
    each.plain === undefined ? "" : `${amount(each.plain.value, each.unit)} ${each.plain.way}`,
    ratioText(ratioOf(each)),
    each.target === undefined ? "" : targetText(each.target, each.unit),
    metText(isMet(each)),
  ]);
  return renderRows(COLUMNS, rows, { width, colors: pc.createColors(false) });
}

/** The same as JSON, each measurement with its ratio and verdict. */
export function renderJson(run: Run, measurements: readonly Measurement[]): string {
  const rows = measurements.map((each) => ({ ...each, ratio: ratioOf(each), met: isMet(each) }));
  return `${JSON.stringify({ ...run, measurements: rows }, null, 2)}\n`;
}

/** `4,312 /s`, `0.35 ms`: three digits that count, and whole numbers whole. */
function amount(value: number, unit: Unit): string {
  return `${significant(value)} ${unit}`;
}

function significant(value: number): string {
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString("en-US", {
    maximumFractionDigits: Number.isInteger(value) ? 0 : Math.min(decimals, 3),
  });
}

function ratioText(ratio: number | null): string {
  return ratio === null ? "" : `${significant(ratio)}×`;
}

function targetText({ of, atLeast, atMost }: Target, unit: Unit): string {
  const suffix = of === "ratio" ? "×" : ` ${unit}`;
  const bounds = [
    atLeast === undefined ? [] : [`≥ ${significant(atLeast)}${suffix}`],
    atMost === undefined ? [] : [`≤ ${significant(atMost)}${suffix}`],
  ];
  return bounds.flat().join(", ");
}

function metText(met: boolean | null): string {
  if (met === null) return "";
  return met ? "yes" : "no";
}
