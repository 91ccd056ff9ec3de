import { linesOf, plain, type Colors } from "./terminal.js";

/** One entry of the data map that is not the same before and after, as the registry tells it. */
export interface Change {
  readonly kind: "ADDED" | "CHANGED" | "RETIRED" | "REINSTATED" | "REMOVED";
  /** What such an entry is called: `sharing rule`. */
  readonly type: string;
  readonly key: string;
  readonly name: string;
  readonly fields: readonly FieldChange[];
}

export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A sharing rule that the changes touch, and how many disclosures were recorded under it. */
export interface TouchedRule {
  readonly sharingRule: string;
  readonly name: string;
  readonly disclosures: number;
}

interface Room {
  readonly width: number;
  readonly colors: Colors;
}

const SIGNS = { ADDED: "+", CHANGED: "~", RETIRED: "-", REINSTATED: "+", REMOVED: "-" } as const;
const PAINTS = { "+": "green", "~": "yellow", "-": "red" } as const;
const FIELD_INDENT = 4;
/** A value that is longer stands under its field's name, and the two values under each other. */
const SHORT_CHARS = 40;

/** The changes as a diff reads: `+` added, `~` changed with each field before and after, `-` retired. */
export function renderChanges(changes: readonly Change[], room: Room): string {
  return changes.map((change) => renderChange(change, room)).join("\n");
}

/** `2 added, 1 changed, 1 retired`; null where nothing changes. */
export function summarise(changes: readonly Change[]): string | null {
  const parts = (["ADDED", "CHANGED", "RETIRED", "REINSTATED", "REMOVED"] as const).flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind.toLowerCase()}`];
  });
  return parts.length === 0 ? null : parts.join(", ");
}

export function renderTouchedRules(rules: readonly TouchedRule[], { width, colors }: Room): string {
  if (rules.length === 0) return "";
  const lines = rules.flatMap(({ sharingRule, name, disclosures }) =>
    hanging(`  ${sharingRule} (${plain(name)}): ${disclosures} disclosures so far`, 4, width),
  );
  return [colors.bold("Sharing rules touched:"), ...lines].join("\n");
}

function renderChange({ kind, type, key, name, fields }: Change, room: Room): string {
  const { width, colors } = room;
  const sign = SIGNS[kind];
  const paint = colors[PAINTS[sign]];
  const title = [type, key === type ? "" : key, name === "" || name === key ? "" : `(${name})`];
  const how = kind === "REINSTATED" || kind === "REMOVED" ? kind.toLowerCase() : "";
  const head = [sign, ...title, how].filter((part) => part !== "").join(" ");
  // An added entry's key and name stand in its heading.
  const told =
    kind === "ADDED" ? fields.filter(({ field }) => !["key", "name", "code"].includes(field)) : fields;
  const body = told.flatMap((field) => (kind === "ADDED" ? stated(field, room) : turned(field, room)));
  return [...hanging(plain(head), 2, width).map((line) => paint(line)), ...body].join("\n");
}

/** What an added entry says. */
function stated({ field, after }: FieldChange, { width, colors }: Room): string[] {
  const lines = hanging(
    `${" ".repeat(FIELD_INDENT)}${field}: ${plain(after ?? "")}`,
    FIELD_INDENT + 2,
    width,
  );
  return lines.map((line) => colors.dim(line));
}

/** A field before and after: beside each other where both are short. */
function turned({ field, before, after }: FieldChange, { width, colors }: Room): string[] {
  const [was, is] = [shown(before), shown(after)];
  const indent = " ".repeat(FIELD_INDENT);
  const beside = `${indent}${field}: ${was} → ${is}`;
  if (Math.max(was.length, is.length) <= SHORT_CHARS && beside.length <= width) {
    return [`${indent}${field}: ${colors.red(was)} → ${colors.green(is)}`];
  }
  return [
    `${indent}${field}:`,
    ...hanging(`${indent}  - ${was}`, FIELD_INDENT + 4, width).map((line) => colors.red(line)),
    ...hanging(`${indent}  + ${is}`, FIELD_INDENT + 4, width).map((line) => colors.green(line)),
  ];
}

function shown(value: string | null): string {
  return value === null ? "(not stated)" : plain(value);
}

/** The text in lines of `width`, its further lines indented by `indent`; its own leading blanks stay. */
function hanging(text: string, indent: number, width: number): string[] {
  const lead = /^ */.exec(text)![0];
  const [first = "", ...rest] = linesOf(text.slice(lead.length), Math.max(10, width - indent));
  return [lead + first, ...rest.map((line) => " ".repeat(indent) + line)];
}
