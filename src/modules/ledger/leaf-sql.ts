import { hasOwnId, type LeafForm, type LeafKind } from "./core/leaf-kind.js";
import { LEAF_HEADER } from "./core/leaf-text.js";

/**
 * A leaf in SQL. These expressions are what makes leaves, wherever one is made: when a row is recorded, when what was recorded before
 * the ledger was on is filled in, and when an auditor derives it again, who sends them himself and trusts no function of the database.
 *
 * All arguments but the kind are our own text: aliases and expressions.
 */

/** A row's event, as `eventOf` describes it; `row` is its alias. */
export function eventExpression(kind: LeafKind, row: string): string {
  if (hasOwnId(kind)) return `${row}.${kind.key[0]!}`;
  const values = kind.key.map((column) => `${row}.${column}`).join(", ");
  const named = `convert_to('${kind.table} ' || concat_ws('/', ${values}), 'UTF8')`;
  const digits = `encode(substring(sha256(${named}) FOR 16), 'hex')`;
  return `overlay(overlay(${digits} PLACING '8' FROM 13) PLACING '8' FROM 17)::uuid`;
}

/** What the lines of a leaf are made from. */
export interface LeafSources {
  /** Alias of the table's row. */
  readonly row: string;
  /** Expression of the row's event. */
  readonly event: string;
  /** Expression of the ledger's salt. */
  readonly salt: string;
  /** Expression of the root over the row's users, in hexadecimal; null where it has none. */
  readonly root: string;
}

/**
 * The leaf as `bytea`: a line that names kind and event, a line for each column that is not null, and one for the root over the row's
 * users where it has any. Each ends in a line feed; docs/ledger.md describes them.
 */
export function leafExpression(kind: LeafKind, sources: LeafSources): string {
  const lines = [
    `'${LEAF_HEADER} ${kind.table} ' || ${sources.event}`,
    ...Object.keys(kind.columns).map((column) => `'${column} ' || ${leafValue(kind, column, sources)}`),
    ...(kind.users ? [`'users ' || ${sources.root}`] : []),
  ];
  // The empty text at the end gives the last line its line feed; NULL, unlike it, is left out.
  return `convert_to(concat_ws(E'\\n', ${lines.join(", ")}, ''), 'UTF8')`;
}

/** The most bytes of a list of keys, or of JSON, that stand in clear: a leaf has 65,535 at most (C2SP tlog-tiles). */
const CLEAR_BYTES_MAX = 8_192;

/** What stands after a column's name, as text; null where the column is, or where the salt of what is erasable was erased. */
export function leafValue(
  kind: LeafKind,
  column: string,
  { row, event, salt }: Pick<LeafSources, "row" | "event" | "salt">,
): string {
  const value = `${row}.${column}`;
  const place = `convert_to('${kind.table} ' || ${event} || ' ${column}', 'UTF8')`;
  const committed = (bytes: string, ...own: string[]) =>
    `encode(sha256(sha256(${[salt, place, ...own].join(" || ")}) || ${bytes}), 'hex')`;
  const form = kind.columns[column]!;
  if (form === "committed bytes") return committed(value);
  if (form === "erasable bytes") {
    const own = `(SELECT t.salt FROM free_text AS t WHERE t.fact_id = ${event} AND t.field = '${column}')`;
    return `CASE WHEN ${value} IS NOT NULL THEN ${committed(value, own)} END`;
  }
  const text = TEXTS[form](value);
  const bytes = `convert_to(${text}, 'UTF8')`;
  if (form.startsWith("committed ")) return committed(bytes);
  if (form !== "keys" && form !== "json") return text;
  return `CASE WHEN octet_length(${text}) <= ${CLEAR_BYTES_MAX} THEN ${text} ELSE 'sha256:' || ${committed(bytes)} END`;
}

const asText = (value: string): string => `${value}::text`;
const TEXTS: Readonly<Record<Exclude<LeafForm, `${string} bytes`>, (value: string) => string>> = {
  uuid: asText,
  text: asText,
  number: asText,
  boolean: asText,
  json: asText,
  "committed text": asText,
  "committed number": asText,
  "committed json": asText,
  moment: (value) => `to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  day: (value) => `to_char(${value}::timestamp, 'YYYY-MM-DD')`,
  keys: (value) => `array_to_string(${value}, ' ')`,
};
