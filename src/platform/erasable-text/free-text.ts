import { createHash, randomBytes } from "node:crypto";

const SALT_BYTES = 16;

/** One piece of free text as it is stored: apart from its fact, so that it can be erased. */
export interface FreeTextRow {
  readonly factId: string;
  readonly field: string;
  readonly body: string;
  readonly salt: Buffer;
}

/** What a fact keeps of its free text: per field, SHA-256 over the salt, the field's name and the text, in hexadecimal. */
export type FreeTextCommitments = Readonly<Record<string, string>>;

/** What is wrong with a text in a person's own words, without repeating it; null where it can be stored as it is. */
export function problemOfFreeText(text: string, charsMax: number): string | null {
  if (text.length > charsMax) return `Use at most ${charsMax} characters.`;
  // Stored it would be another text, or none: PostgreSQL holds no U+0000, and half a surrogate pair has no UTF-8.
  if (text.includes("\0")) return "Leave out the character U+0000.";
  if (!text.isWellFormed()) return "Send valid Unicode text.";
  return null;
}

/**
 * Gives each text a salt of its own and commits to it. Once text and salt are erased the commitment tells nothing about the
 * text; until then it proves that the text was not changed.
 */
export function commitToFreeText(
  factId: string,
  texts: Readonly<Record<string, string | undefined>>,
): { readonly rows: FreeTextRow[]; readonly commitments: FreeTextCommitments | null } {
  const rows: FreeTextRow[] = [];
  for (const [field, body] of Object.entries(texts)) {
    if (body !== undefined) rows.push({ factId, field, body, salt: randomBytes(SALT_BYTES) });
  }
  if (rows.length === 0) return { rows, commitments: null };
  return { rows, commitments: Object.fromEntries(rows.map((row) => [row.field, commitmentTo(row)])) };
}

export function commitmentTo(row: Pick<FreeTextRow, "field" | "body" | "salt">): string {
  return createHash("sha256").update(row.salt).update(`${row.field}\0${row.body}`, "utf8").digest("hex");
}
