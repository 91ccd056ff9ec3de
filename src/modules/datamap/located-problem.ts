import { isAlias, isMap, isNode, isScalar, isSeq } from "yaml";
import type { Document, LineCounter, Node, Scalar } from "yaml";
import { AppError } from "../../platform/errors.js";
import { isTold } from "./core/as-told.js";
import { formatPath } from "./core/document-problem.js";
import type { DocumentProblem } from "./core/document-problem.js";

/** Nobody mends more in one round, and an error must stay readable. */
const PROBLEMS_SHOWN_MAX = 50;

/** A problem with its place in the source text, both counted from 1; `path` is empty for the text as a whole. */
export interface LocatedProblem extends DocumentProblem {
  readonly line: number;
  readonly column: number;
  /** What the entry is called that the problem is in: positions in a list are hard to count. */
  readonly entry?: string | undefined;
}

/** A data map's text read as YAML, of which JSON is a part. */
export interface Source {
  readonly yaml: Document;
  readonly lines: LineCounter;
}

/** A problem of the text as a whole. */
export function wholeText(message: string): LocatedProblem {
  return { path: [], message, line: 1, column: 1 };
}

/** The place of the value a problem names; of its nearest container where the value is missing; of the name of an unknown field. */
export function located({ yaml, lines }: Source, problem: DocumentProblem): LocatedProblem {
  let node: Node | null = yaml.contents;
  problem.path.forEach((step, depth) => {
    const isName = problem.concernsName === true && depth === problem.path.length - 1;
    node = childOf(isAlias(node) ? node.resolve(yaml) : node, step, isName) ?? node;
  });
  return { ...problem, ...placeOf(lines, node), entry: entryKey(yaml, problem.path) };
}

/** The key, code or number of the entry that a path leads into, where it can be told; undefined where it leads into none. */
function entryKey(yaml: Document, [list, index]: DocumentProblem["path"]): string | undefined {
  if (typeof list !== "string" || typeof index !== "number") return undefined;
  for (const name of ["key", "code", "number"]) {
    const key = yaml.getIn([list, index, name]);
    if (isTold(key)) return String(key);
  }
  return undefined;
}

function childOf(node: Node | null | undefined, step: string | number, isName: boolean): Node | undefined {
  if (isSeq(node) && typeof step === "number") {
    const item = node.items[step];
    return isNode(item) ? item : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
  return isNode(pair?.value) && !isName ? pair.value : (pair?.key as Scalar | undefined);
}

/** Where a node begins; the text's first place for none. */
export function placeOf(lines: LineCounter, node: Node | null): { line: number; column: number } {
  return placeAt(lines, node?.range?.[0] ?? 0);
}

/** The place of a position in the text, which YAML's own errors name. */
export function placeAt(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/**
 * The error that tells problems in the order in which they stand in the text.
 *
 * @param sourceName what the text is called in it
 * @param count how many there are in all
 */
export function refusal(sourceName: string, problems: LocatedProblem[], count = problems.length): AppError {
  problems.sort((one, other) => one.line - other.line || one.column - other.column);
  const shown = problems.slice(0, PROBLEMS_SHOWN_MAX).map(({ line, column, path, entry, message }) => {
    const names = [formatPath(path), ...(entry === undefined ? [] : [`(${entry})`])].join(" ");
    const place = path.length === 0 ? "" : `, ${names}`;
    return `  line ${line}, column ${column}${place}: ${message}`;
  });
  const hidden = count - shown.length;
  if (hidden > 0) shown.push(`  and ${hidden} more.`);
  const said = count === 1 ? "1 problem" : `${count} problems`;
  return new AppError(
    "BAD_USER_INPUT",
    [`The data map document ${sourceName} has ${said}:`, ...shown].join("\n"),
    ["document"],
  );
}
