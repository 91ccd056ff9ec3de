import { NotVerified } from "./not-verified.js";
import { strictText } from "./strict-reading.js";

/** The text of a leaf, version 1: a line that says what happened, and a line for each value (docs/ledger.md). */

/** The first line of a leaf, up to its kind. */
export const LEAF_HEADER = "disclosure-registry/leaf/v1";
/** The line, always the last, that holds the root over the users of an event; lower-case hexadecimal. */
export const USERS_LINE = "users";
/** Names are those of columns; a value is anything without a line feed, also nothing. */
const LINE = /^([a-z][a-z0-9_]*) (.*)$/su;

export interface Leaf {
  /** The kind of event: the name of the table it is a row of. */
  readonly kind: string;
  /** A uuid. */
  readonly event: string;
  /** The values by the names of their lines. */
  readonly values: ReadonlyMap<string, string>;
}

/** Reads a leaf. Throws `NotVerified` where it is none of version 1, or could be read in two ways. */
export function parseLeaf(leaf: Uint8Array): Leaf {
  const [head = "", ...lines] = strictText(leaf, "the leaf").split("\n");
  const [version, kind, event, ...others] = head.split(" ");
  if (version !== LEAF_HEADER || kind === undefined || event === undefined || others.length > 0) {
    throw new NotVerified(`the leaf does not begin with "${LEAF_HEADER} <kind> <event>"`);
  }
  if (lines.pop() !== "") throw new NotVerified("the leaf is cut off in its last line");
  const values = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = LINE.exec(line) ?? [];
    if (name === undefined) throw new NotVerified("the leaf has a line that does not begin with a name");
    if (values.has(name)) throw new NotVerified(`the leaf has two lines "${name}"`);
    values.set(name, value!);
  }
  return { kind, event, values };
}
