import { hasOwnId, type LeafKind } from "../../modules/ledger/core/leaf-kind.js";
import { LEAF_HEADER } from "../../modules/ledger/core/leaf-text.js";
import { parseLeaf, USERS_LINE } from "../../modules/ledger/core/leaf-text.js";

/** Reading leaves as an auditor: what was stored may be anything. */

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INT4_MAX = 2_147_483_647;

/** What a column of a key can hold, so that looking for it can never fail. */
const FITS: Readonly<Record<string, (value: string) => boolean>> = {
  uuid: (value) => UUID.test(value),
  number: (value) => /^-?\d{1,10}$/.test(value) && Math.abs(Number(value)) <= INT4_MAX,
  text: (value) => !value.includes("\0"),
};

/** The values of a row's key, as its leaf has them; null where it has none that could be one. */
export function keyOf(kind: LeafKind, leaf: Uint8Array, event: string): readonly string[] | null {
  if (hasOwnId(kind)) return [event];
  const values = valuesOf(leaf);
  const key = kind.key.map((column) => values?.get(column) ?? "");
  return key.every((value, place) => value !== "" && FITS[kind.columns[kind.key[place]!]!]!(value))
    ? key
    : null;
}

/** Whether a leaf begins as one of this kind and event. */
export function beginsAs(leaf: Uint8Array, kind: string, event: string): boolean {
  const head = `${LEAF_HEADER} ${kind} ${event}\n`;
  return asText(leaf, head.length) === head;
}

/** The value of one line; null where there is no such line. */
export function valueIn(leaf: Uint8Array, line: string): string | null {
  return valuesOf(leaf)?.get(line) ?? null;
}

/** A row's leaf, and the line over its users where it has any. */
export function withUsers(leaf: Uint8Array, root: string | null): Uint8Array {
  return root === null ? leaf : Buffer.concat([leaf, Buffer.from(`${USERS_LINE} ${root}\n`)]);
}

const USERS_COUNTED = Buffer.from("\nsubject_count ");
const COUNT_CHARS_MAX = 12;

/** How many users a leaf says it is about; only how much is read at once goes by it. */
export function usersIn(leaf: Uint8Array): number {
  const bytes = bufferOf(leaf);
  const at = bytes.indexOf(USERS_COUNTED);
  if (at < 0) return 1;
  const from = at + USERS_COUNTED.length;
  return Math.max(1, Number.parseInt(bytes.toString("latin1", from, from + COUNT_CHARS_MAX), 10) || 1);
}

const FORM = "the form of the leaf";

/** The lines in which a leaf of a kind differs from what its row makes, in their order; one name for what no line accounts for. */
export function differences(kind: LeafKind, leaf: Uint8Array, made: Uint8Array): string[] {
  if (Buffer.compare(leaf, made) === 0) return [];
  const [stored, derived] = [valuesOf(leaf), valuesOf(made)];
  if (stored === null || derived === null) return [FORM];
  const lines = [...Object.keys(kind.columns), USERS_LINE];
  const different = lines.filter((line) => stored.get(line) !== derived.get(line));
  const hasOwnLines = [...stored.keys()].join() === lines.filter((line) => stored.has(line)).join();
  return different.length > 0 && hasOwnLines ? different : [...different, FORM];
}

function valuesOf(leaf: Uint8Array): ReadonlyMap<string, string> | null {
  try {
    return parseLeaf(leaf).values;
  } catch {
    return null;
  }
}

/** The first bytes of it, one by one, which is fast and never fails. */
function asText(bytes: Uint8Array, length: number): string {
  return bufferOf(bytes).toString("latin1", 0, length);
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
