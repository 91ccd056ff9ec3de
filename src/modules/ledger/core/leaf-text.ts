import { NotVerified } from "./not-verified.js";

/** The text of a leaf, version 1: a line that says what happened, and a line for each value (docs/ledger.md). */

/** The first line of a leaf, up to its kind. */
export const LEAF_HEADER = "disclosure-registry/leaf/v1";
/** The line, always the last, that holds the root over the users of an event; lower-case hexadecimal. */
export const USERS_LINE = "users";

export interface Leaf {
  /** The kind of event: the name of the table it is a row of. */
  readonly kind: string;
  /** A uuid. */
  readonly event: string;
  /** The values by the names of their lines. */
  readonly values: ReadonlyMap<string, string>;
}

/** Reads a leaf. Throws `NotVerified` where it is none of version 1. */
export function parseLeaf(leaf: Uint8Array): Leaf {
  const [head = "", ...lines] = Buffer.from(leaf).toString("utf8").replace(/\n$/, "").split("\n");
  const [version, kind, event, ...others] = head.split(" ");
  if (version !== LEAF_HEADER || kind === undefined || event === undefined || others.length > 0) {
    throw new NotVerified(`the leaf does not begin with "${LEAF_HEADER} <kind> <event>"`);
  }
  const values = lines.map((line): [string, string] => {
    const blank = line.indexOf(" ");
    return blank < 0 ? [line, ""] : [line.slice(0, blank), line.slice(blank + 1)];
  });
  return { kind, event, values: new Map(values) };
}
