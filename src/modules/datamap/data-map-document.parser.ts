import { isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { Scalar, YAMLError, YAMLMap } from "yaml";
import type { AppError } from "../../platform/errors.js";
import { asTold } from "./core/as-told.js";
import { checkDataMap } from "./core/check-data-map.js";
import { dataMapDocumentSchema } from "./core/document.js";
import type { DataMapDocument } from "./core/document.js";
import type { DocumentProblem } from "./core/document-problem.js";
import { shapeProblems } from "./core/shape-problems.js";
import {
  located,
  placeAt,
  placeOf,
  refusal,
  wholeText,
  type LocatedProblem,
  type Source,
} from "./located-problem.js";

/** More than a map of ten thousand entries needs; a larger text is a mistake or an attack. */
const SOURCE_LENGTH_MAX = 8_000_000;

/** How often aliases may be followed in all; YAML's "billion laughs" stop here. */
const ALIAS_COUNT_MAX = 100;

/** Of a text that is something else altogether only so many are looked up in it, which takes time for each. */
const PROBLEMS_LOCATED_MAX = 200;

/** Texts that PostgreSQL cannot keep: U+0000 and halves of surrogate pairs. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;
const UNSTORABLE_MESSAGE = "A character here cannot be kept (U+0000 or half of a surrogate pair). Remove it.";

/** What YAML's own words would quote from the text, in ours. */
const IN_OUR_WORDS: Readonly<Record<string, string>> = {
  TAG_RESOLVE_FAILED: "There is a tag here. Remove it",
  BAD_DIRECTIVE: "There is a directive here that is not known. Remove it",
  BAD_DQ_ESCAPE: "What follows a backslash here is no escape sequence",
};

const REPEATED_KEY = "The text is not well-formed YAML or JSON: Map keys must be unique.";

/** A file in UTF-16 that was read as UTF-8: its byte order mark comes out as two replacement characters, and every other byte is zero. */
const UTF_16 = /^\uFFFD\uFFFD|^.\0.\0|^\0.\0./su;

/** The forms in which a document may be sent; YAML takes JSON too, which is a part of it. */
export type DocumentFormat = "YAML" | "JSON";

/** A document that was read, and a way to refuse it for a reason that shows only later. */
export interface ReadDocument {
  readonly document: DataMapDocument;
  /** The error for problems found in the document, each told with its line and column. */
  readonly refuse: (problems: readonly DocumentProblem[]) => AppError;
}

/** The document of a text: see `readDataMapDocument`. */
export function parseDataMapDocument(sourceText: string, sourceName: string): DataMapDocument {
  return readDataMapDocument(sourceText, sourceName).document;
}

/**
 * Reads a data map document from YAML or JSON text and checks it through and through.
 *
 * @param sourceName what the text is called in the error, such as its file name
 * @param format JSON refuses a text that is YAML only
 * @throws AppError BAD_USER_INPUT that lists every problem with its line, its column, its path and the remedy
 */
export function readDataMapDocument(
  sourceText: string,
  sourceName: string,
  format: DocumentFormat = "YAML",
): ReadDocument {
  const unreadable = unreadableProblem(sourceText);
  if (unreadable !== null) throw refusal(sourceName, [unreadable]);
  const source = readYaml(sourceText);
  const malformed = wellFormednessProblems(source);
  if (malformed.length > 0) throw refusal(sourceName, malformed);
  if (format === "JSON" && !isJson(sourceText)) {
    throw refusal(sourceName, [wholeText("The text is YAML, not JSON. Send it with the format YAML.")]);
  }
  const value = valueOf(source, sourceName);
  const shape = dataMapDocumentSchema.safeParse(value);
  const problems = shape.success ? checkDataMap(shape.data) : shapeProblems(shape.error, value);
  const refuse = (found: readonly DocumentProblem[]) => {
    const places = found.slice(0, PROBLEMS_LOCATED_MAX).map((problem) => located(source, problem));
    return refusal(sourceName, places, found.length);
  };
  if (!shape.success || problems.length > 0) throw refuse(problems);
  return { document: shape.data, refuse };
}

/** What makes a text unfit to be read at all, its comments included; null where nothing does. */
function unreadableProblem(sourceText: string): LocatedProblem | null {
  if (sourceText.length > SOURCE_LENGTH_MAX) {
    return wholeText(`The text is longer than ${SOURCE_LENGTH_MAX} characters.`);
  }
  if (UTF_16.test(sourceText)) return wholeText("The text is UTF-16. Save it as UTF-8.");
  const unstorable = UNSTORABLE.exec(sourceText);
  if (unstorable === null) return null;
  const before = sourceText.slice(0, unstorable.index).split("\n");
  return {
    path: [],
    message: UNSTORABLE_MESSAGE,
    line: before.length,
    column: before[before.length - 1]!.length + 1,
  };
}

/** Whether a text is JSON, and so has no comments that could be lost. */
export function isJson(sourceText: string): boolean {
  try {
    JSON.parse(sourceText);
    return true;
  } catch {
    return false;
  }
}

/** YAML 1.2 whatever the text declares: `NO` is a country, not false, and a day stays text. */
function readYaml(sourceText: string): Source {
  const lines = new LineCounter();
  const yaml = parseDocument(sourceText, {
    lineCounter: lines,
    prettyErrors: false,
    // Checked below: the library holds each key against all before it, which takes minutes in a map of a hundred thousand.
    uniqueKeys: false,
    stringKeys: true,
    version: "1.2",
    schema: "core",
  });
  return { yaml, lines };
}

function wellFormednessProblems({ yaml, lines }: Source): LocatedProblem[] {
  const tooDeep = yaml.errors.find(({ code }) => code === "RESOURCE_EXHAUSTION");
  if (tooDeep !== undefined) {
    const message = "The text is nested too deeply to be a data map.";
    return [{ path: [], message, ...placeAt(lines, tooDeep.pos[0]) }];
  }
  const problems = [...yaml.errors, ...yaml.warnings].map((error) => ({
    path: [],
    message: `The text is not well-formed YAML or JSON: ${said(error)}.`,
    ...placeAt(lines, error.pos[0]),
  }));
  visit(yaml, {
    Map: (_key, map) => {
      problems.push(
        ...repeatedKeys(map).map((key) => ({ path: [], message: REPEATED_KEY, ...placeOf(lines, key) })),
      );
    },
    Alias: (_key, node) => {
      if (node.resolve(yaml) !== undefined) return;
      problems.push({
        path: [],
        message: `There is no anchor &${asTold(node.source)}.`,
        ...placeOf(lines, node),
      });
    },
    Scalar: (_key, node) => {
      if (typeof node.value !== "string" || !UNSTORABLE.test(node.value)) return;
      problems.push({ path: [], message: UNSTORABLE_MESSAGE, ...placeOf(lines, node) });
    },
  });
  return problems;
}

function said({ code, message }: YAMLError): string {
  // Behind the colon it says which token.
  return IN_OUR_WORDS[code] ?? (code === "UNEXPECTED_TOKEN" ? message.split(": ")[0]! : message);
}

/** The keys of a YAML map that stand in it a second time. */
function repeatedKeys(map: YAMLMap): Scalar[] {
  const seen = new Set<unknown>();
  return map.items.flatMap(({ key }) => {
    if (!isScalar(key)) return [];
    if (seen.has(key.value)) return [key];
    seen.add(key.value);
    return [];
  });
}

function valueOf({ yaml }: Source, sourceName: string): unknown {
  try {
    return yaml.toJS({ maxAliasCount: ALIAS_COUNT_MAX }) as unknown;
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const message = `The text follows aliases more than ${ALIAS_COUNT_MAX} times. Write the values out.`;
    throw refusal(sourceName, [wholeText(message)]);
  }
}
