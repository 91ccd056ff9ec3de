import { Document, isMap, isScalar, isSeq, parseDocument, visit } from "yaml";
import type { Node, ParsedNode, YAMLMap, YAMLSeq } from "yaml";
import { keyFieldOf } from "./core/catalogue-lists.js";
import type { CatalogueList } from "./core/catalogue-lists.js";
import { saysTheSame } from "./core/plan-changes.js";
import { isJson } from "./data-map-document.parser.js";
import type { DocumentFormat } from "./data-map-document.parser.js";

/** The parser's own reading of YAML: see `readDataMapDocument`. */
const READING = { version: "1.2", schema: "core", stringKeys: true } as const;

/** Long lines stay as they are, and lists are written `[a, b]`. */
const WRITING = { lineWidth: 0, flowCollectionPadding: false } as const;

/** The lists of a document whose entries can be changed one by one. */
export type PatchedList = CatalogueList | "policyVersions";

/** Fields of an entry as a caller states them; null takes a field away, one that is not here stays. */
export type EntryPatch = Readonly<Record<string, unknown>>;

/** The text of a revision in a format: YAML with the comments it was applied with, JSON without any. Defaults are not filled in. */
export function writeDocument(sourceText: string, format: DocumentFormat): string {
  if (format === "JSON") return `${JSON.stringify(parseDocument(sourceText, READING).toJS(), null, 2)}\n`;
  return isJson(sourceText) ? asYaml(sourceText) : sourceText;
}

/**
 * The text with one entry changed, or added at the end of its list. Everything else stays as it is written, comments included:
 * only the entry's own lines are rewritten, and its comments with them. A text in JSON becomes YAML.
 */
export function patchEntry(
  sourceText: string,
  list: PatchedList,
  key: string | number,
  patch: EntryPatch,
): string {
  const keyField = list === "policyVersions" ? "number" : keyFieldOf(list);
  const text = isJson(sourceText) ? asYaml(sourceText) : sourceText;
  const yaml = parseDocument(text, READING);
  const entries = listOf(yaml, list);
  const known = entries.items.find((item) => isMap(item) && (item.get(keyField) as unknown) === key) as
    YAMLMap.Parsed | undefined;
  const place = known ? placeOfEntry(text, known) : placeAfter(text, entries, list);
  const entry = known ?? yaml.createNode({});
  for (const [field, value] of Object.entries({ [keyField]: key, ...patch })) {
    if (value === null) (entry as YAMLMap).delete(field);
    else if (value !== undefined) setField(yaml, entry, field, value);
  }
  if (!known) entries.add(entry as YAMLMap.Parsed);
  const spliced = place && place.splice(writeEntry(text, entry));
  // A place that could not be told exactly shows here; then the whole text is written anew, which keeps comments but not every line break.
  return spliced !== null && readsAs(spliced, yaml.toJS()) ? spliced : yaml.toString(WRITING);
}

function asYaml(json: string): string {
  return new Document(JSON.parse(json) as unknown).toString(WRITING);
}

function listOf(yaml: Document.Parsed, list: PatchedList): YAMLSeq<ParsedNode> {
  const known = yaml.get(list);
  if (isSeq(known)) return known as YAMLSeq<ParsedNode>;
  const entries = yaml.createNode([]) as unknown as YAMLSeq<ParsedNode>;
  yaml.set(list, entries);
  return entries;
}

/** Leaves the node alone where it says so already, so that the way it is written stays. */
function setField(yaml: Document, entry: YAMLMap, field: string, value: unknown): void {
  const known = entry.get(field, true) as Node | undefined;
  if (known !== undefined && saysTheSame(known.toJS(yaml), value)) return;
  const node = yaml.createNode(value);
  visit(node, {
    Seq: (_key, seq) => {
      seq.flow = seq.items.every(isScalar);
    },
  });
  if (known !== undefined) {
    node.comment = known.comment ?? null;
    node.commentBefore = known.commentBefore ?? null;
  }
  entry.set(field, node);
}

/** The entry's own lines. A comment that stands behind it in the text stays there, and is not written a second time. */
function writeEntry(text: string, entry: YAMLMap): string {
  const { comment, range } = entry;
  if (range && text.slice(range[1], range[2]).includes("#")) entry.comment = null;
  const document = new Document();
  document.contents = entry;
  const lines = document.toString(WRITING).trimEnd();
  entry.comment = comment ?? null;
  return lines;
}

function readsAs(text: string, expected: unknown): boolean {
  const read = parseDocument(text, READING);
  return read.errors.length === 0 && saysTheSame(read.toJS(), expected);
}

/** Where an entry's lines go in the text; `splice` answers the text with them in place. */
interface Place {
  readonly splice: (lines: string) => string;
}

/** In the place of an entry that is there. */
function placeOfEntry(text: string, { range }: YAMLMap.Parsed): Place {
  const [start, end] = range;
  const indent = " ".repeat(start - (text.lastIndexOf("\n", start - 1) + 1));
  const ending = text.slice(start, end).endsWith("\n") ? "\n" : "";
  return {
    splice: (lines) => `${text.slice(0, start)}${indented(lines, indent)}${ending}${text.slice(end)}`,
  };
}

/** After the last entry of a list that is written one entry below the other; null where it is not. */
function placeAfter(text: string, entries: YAMLSeq<ParsedNode>, list: PatchedList): Place | null {
  const last = entries.items.at(-1);
  if (last === undefined) {
    return entries.range
      ? null
      : { splice: (lines) => `${text.trimEnd()}\n\n${list}:\n${item(lines, "  ")}\n` };
  }
  if (entries.flow === true || !last.range) return null;
  const lineStart = text.lastIndexOf("\n", last.range[0] - 1) + 1;
  const indent = /^ */.exec(text.slice(lineStart))![0];
  const valueEnd = last.range[1];
  const lineEnd = text[valueEnd - 1] === "\n" ? valueEnd : text.indexOf("\n", valueEnd) + 1 || text.length;
  const [before, after] = [text.slice(0, lineEnd), text.slice(lineEnd)];
  const newline = before.endsWith("\n") ? "" : "\n";
  return { splice: (lines) => `${before}${newline}${item(lines, indent)}\n${after}` };
}

function item(lines: string, indent: string): string {
  return `${indent}- ${indented(lines, `${indent}  `)}`;
}

/** Every line but the first moved to the right; empty ones stay empty. */
function indented(lines: string, indent: string): string {
  return lines.replace(/\n(?=[^\n])/g, `\n${indent}`);
}
