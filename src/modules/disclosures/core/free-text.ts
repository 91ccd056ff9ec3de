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
