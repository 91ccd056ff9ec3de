import { diffArrays, type ArrayChange } from "diff";

/** What became of a passage from one text to another. */
export const PASSAGE_KINDS = ["KEPT", "REMOVED", "ADDED"] as const;
export type PassageKind = (typeof PASSAGE_KINDS)[number];

export interface Passage {
  readonly kind: PassageKind;
  readonly text: string;
}

/** Paragraphs that do not say the same. Kept and removed passages are what they said, kept and added ones what they say. */
export interface TextChange {
  /** The line at which they begin, counted from 1; null where the text has nothing of them. */
  readonly lineBefore: number | null;
  readonly lineAfter: number | null;
  readonly passages: readonly Passage[];
}

export interface TextComparison {
  readonly changes: readonly TextChange[];
  /** False where the texts differ so much that some passages are shown whole, as removed and added. */
  readonly isComparedInFull: boolean;
}

/** Texts that differ in more paragraphs have too little in common to be told apart by them. */
const PARAGRAPH_EDITS_MAX = 1_000;

/** In words and punctuation marks; what it costs grows with the square, 50 ns each. */
const WORD_EDITS_MAX = 1_000;
const WORD_EDITS_SQUARED_MAX = 2_000_000;
/** Of both texts together. Cutting more into words takes longer than comparing them may. */
const PASSAGE_CHARS_MAX = 200_000;

/** A word, or a mark that is part of none, with the white space after it; in any script. */
const WORDS = /(?:[\p{L}\p{M}\p{N}]+(?:[-'’][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}])\s*/gu;

/** A line that says something. */
interface Paragraph {
  readonly line: number;
  readonly text: string;
  /** The same however it is laid out. */
  readonly words: string;
}

/** Compares two texts paragraph by paragraph, and word by word where those differ. White space and empty lines are no difference. */
export function compareTexts(before: string, after: string): TextComparison {
  const [was, is] = [paragraphsOf(before), paragraphsOf(after)];
  const changes: TextChange[] = [];
  let [isComparedInFull, left] = [true, WORD_EDITS_SQUARED_MAX];
  for (const { removed, added } of differingParagraphs(was, is)) {
    const words = compareWords(textOf(removed), textOf(added), left);
    left -= words.cost;
    isComparedInFull &&= words.isCompared;
    if (words.passages.every(({ kind }) => kind === "KEPT")) continue;
    changes.push({
      lineBefore: removed[0]?.line ?? null,
      lineAfter: added[0]?.line ?? null,
      passages: words.passages,
    });
  }
  return { changes, isComparedInFull };
}

function paragraphsOf(text: string): Paragraph[] {
  return text.split(/\r\n|\r|\n/).flatMap((line, index) => {
    const words = line.trim().replace(/\s+/g, " ");
    return words === "" ? [] : [{ line: index + 1, text: line.trim(), words }];
  });
}

function textOf(paragraphs: readonly Paragraph[]): string {
  return paragraphs.map(({ text }) => text).join("\n");
}

interface DifferingParagraphs {
  readonly removed: Paragraph[];
  readonly added: Paragraph[];
}

function differingParagraphs(was: Paragraph[], is: Paragraph[]): DifferingParagraphs[] {
  const comparator = (one: Paragraph, other: Paragraph) => one.words === other.words;
  const parts = diffArrays(was, is, { comparator, maxEditLength: PARAGRAPH_EDITS_MAX });
  if (parts === undefined) return [betweenCommonEnds(was, is)];
  const differing: DifferingParagraphs[] = [];
  let open: DifferingParagraphs | undefined;
  for (const { added, removed, value } of parts) {
    if (!added && !removed) {
      open = undefined;
      continue;
    }
    if (open === undefined) differing.push((open = { removed: [], added: [] }));
    (added ? open.added : open.removed).push(...value);
  }
  return differing;
}

/** Everything from the first paragraph that differs to the last. */
function betweenCommonEnds(was: Paragraph[], is: Paragraph[]): DifferingParagraphs {
  const shorter = Math.min(was.length, is.length);
  let start = 0;
  while (start < shorter && was[start]!.words === is[start]!.words) start += 1;
  let end = 0;
  while (end < shorter - start && was.at(-1 - end)!.words === is.at(-1 - end)!.words) end += 1;
  return { removed: was.slice(start, was.length - end), added: is.slice(start, is.length - end) };
}

interface ComparedWords {
  readonly passages: Passage[];
  readonly isCompared: boolean;
  /** The square of how many words and marks were found to differ, or were tried. */
  readonly cost: number;
}

/** @param affordable how large the cost may become; beyond it the passages are shown whole */
function compareWords(before: string, after: string, affordable: number): ComparedWords {
  const whole: Passage[] = [
    { kind: "REMOVED" as const, text: before },
    { kind: "ADDED" as const, text: after },
  ].filter(({ text }) => text !== "");
  if (whole.length < 2) return { passages: whole, isCompared: true, cost: 0 };
  if (before.length + after.length > PASSAGE_CHARS_MAX)
    return { passages: whole, isCompared: false, cost: 0 };
  const maxEditLength = Math.min(WORD_EDITS_MAX, Math.floor(Math.sqrt(affordable)));
  const comparator = (one: string, other: string) => one.trimEnd() === other.trimEnd();
  const parts = diffArrays(wordsOf(before), wordsOf(after), { comparator, maxEditLength });
  if (parts === undefined) return { passages: whole, isCompared: false, cost: maxEditLength ** 2 };
  const edits = parts.reduce((sum, { added, removed, count }) => sum + (added || removed ? count : 0), 0);
  const passages = parts.map((part) => ({ kind: kindOf(part), text: part.value.join("") }));
  return { passages, isCompared: true, cost: edits ** 2 };
}

function wordsOf(text: string): string[] {
  return text.match(WORDS) ?? [];
}

function kindOf({ added, removed }: ArrayChange<string>): PassageKind {
  if (added) return "ADDED";
  return removed ? "REMOVED" : "KEPT";
}
