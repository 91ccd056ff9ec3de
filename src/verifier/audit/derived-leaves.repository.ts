import type { EntityManager } from "typeorm";
import type { LeafForm, LeafKind } from "../../modules/ledger/core/leaf-kind.js";
import { eventExpression, leafExpression, type LeafSources } from "../../modules/ledger/leaf-sql.js";
import { copyOutInBatches } from "../../platform/db/copy-binary.js";
import { bytea, int8, text } from "../../platform/db/copy-types.js";
import { join, raw, run, sql, type Sql } from "../../platform/db/sql.js";

/** A leaf as its row has it today. */
export interface DerivedLeaf {
  /** Without the line over its users; empty where a column is odd. */
  readonly leaf: Uint8Array;
  /** The first column whose value no leaf could tell from another, because it is none that is ever recorded. */
  readonly oddColumn: string | null;
}

/** The type that a column of a key is given as. */
const KEY_TYPES: Partial<Record<LeafForm, string>> = { uuid: "uuid", text: "text", number: "integer" };

/** A leaf to be compared with its row. */
export interface ComparedLeaf {
  /** Values of the key's columns as the leaf has them, each fit for its column's type. */
  readonly key: readonly string[];
  /** The root over the users that the set table names, in hexadecimal; null where it names none. */
  readonly root: string | null;
  /** The leaf's hash in the tree. */
  readonly hash: Buffer;
}

/**
 * The places, from 0 on, of the leaves that their rows no longer make, or whose rows are not there. PostgreSQL derives and hashes them,
 * so that a million right ones cost a million comparisons and no row on the way.
 */
export async function findDifferent(
  db: EntityManager,
  kind: LeafKind,
  leaves: readonly ComparedLeaf[],
  salt: Uint8Array,
): Promise<number[]> {
  const given = [
    sql`${arrayOf(leaves.map(({ root }) => root))}::text[]`,
    sql`${arrayOf(leaves.map(({ hash }) => hash.toString("hex")))}::text[]`,
  ];
  const leaf = leafExpression(kind, sourcesOf(kind, salt, "asked.root"));
  const hash = raw(`encode(sha256('\\x00'::bytea || ${leaf}), 'hex')`);
  const keys = leaves.map(({ key }) => key);
  const rows = await run<{ place: string }>(
    db,
    sql`SELECT asked.place FROM ${asked(kind, keys, given, ["root", "hash"])}
          LEFT JOIN ${raw(kind.table)} AS r ON ${matches(kind)}
         WHERE r.${raw(kind.key[0]!)} IS NULL OR CASE WHEN ${raw(oddColumnOf(kind))} = '' THEN ${hash} <> asked.hash ELSE true END
         ORDER BY asked.place`,
  );
  return rows.map(({ place }) => Number(place) - 1);
}

/**
 * The leaves of the rows with these keys, by their place in `keys`; a row that is not there has none.
 *
 * @param keys Values of the key's columns as their leaf has them, each fit for its column's type.
 */
export async function deriveLeaves(
  db: EntityManager,
  kind: LeafKind,
  keys: readonly (readonly string[])[],
  salt: Uint8Array,
): Promise<Map<number, DerivedLeaf>> {
  const sources = sourcesOf(kind, salt, "NULL::text");
  // Asked first: of a day beyond all moments no leaf can be made.
  const odd = raw(oddColumnOf(kind));
  const derived = new Map<number, DerivedLeaf>();
  const rows = copyOutInBatches(
    db,
    sql`SELECT asked.place, CASE WHEN ${odd} = '' THEN ${raw(leafExpression(kind, sources))} ELSE '' END, ${odd}
          FROM ${asked(kind, keys)} JOIN ${raw(kind.table)} AS r ON ${matches(kind)}`,
    { place: int8, leaf: bytea, oddColumn: text },
  );
  for await (const some of rows) {
    for (const { place, leaf, oddColumn } of some) {
      derived.set(place! - 1, { leaf: leaf!, oddColumn: oddColumn === "" ? null : oddColumn });
    }
  }
  return derived;
}

/** Whether what an erasure may overwrite in a row has been overwritten rightly. */
export async function mayBeOverwritten(
  db: EntityManager,
  kind: LeafKind,
  key: readonly string[],
  condition: string,
): Promise<boolean> {
  const rows = await run(
    db,
    sql`SELECT FROM ${asked(kind, [key])} JOIN ${raw(kind.table)} AS r ON ${matches(kind)} WHERE ${raw(condition)}`,
  );
  return rows.length > 0;
}

function sourcesOf(kind: LeafKind, salt: Uint8Array, root: string): LeafSources {
  const asBytes = `decode('${Buffer.from(salt).toString("hex")}', 'hex')`;
  return { row: "r", event: eventExpression(kind, "r"), salt: asBytes, root };
}

/** `unnest(…) AS asked (k0, k1, …, place)`, with what else is given about each. */
function asked(
  kind: LeafKind,
  keys: readonly (readonly string[])[],
  given: readonly Sql[] = [],
  givenNames: readonly string[] = [],
): Sql {
  const lists = kind.key.map(
    (column, place) =>
      sql`${arrayOf(keys.map((key) => key[place]!))}::${raw(KEY_TYPES[kind.columns[column]!]!)}[]`,
  );
  const names = [...kind.key.map((_, place) => `k${place}`), ...givenNames, "place"].join(", ");
  return sql`unnest(${join([...lists, ...given])}) WITH ORDINALITY AS asked (${raw(names)})`;
}

/** An array as PostgreSQL reads it, which costs less than one parameter each. */
function arrayOf(values: readonly (string | null)[]): string {
  const quoted = values.map((value) =>
    value === null
      ? "NULL"
      : /^[\w-]+$/.test(value) && value !== "NULL"
        ? value
        : `"${value.replace(/["\\]/g, "\\$&")}"`,
  );
  return `{${quoted.join(",")}}`;
}

function matches(kind: LeafKind): Sql {
  return raw(kind.key.map((column, place) => `r.${column} = asked.k${place}`).join(" AND "));
}

/**
 * What a leaf writes like something else: a line end within a value, which would pass for another line; a moment before our era, which is
 * written like one of it; a list with other bounds, with a key that is empty or holds a blank, or with what is written for a list that is
 * too long.
 */
function oddColumnOf(kind: LeafKind): string {
  const cases = Object.entries(kind.columns).flatMap(([column, form]) => {
    const condition = ODD[form]?.(`r.${column}`);
    return condition === undefined ? [] : [`WHEN ${condition} THEN '${column}'`];
  });
  return cases.length === 0 ? "''" : `CASE ${cases.join(" ")} ELSE '' END`;
}

const outsideOfTime = (value: string) => `${value} NOT BETWEEN '0001-01-01' AND '9999-12-31'`;
const ODD: Partial<Record<LeafForm, (value: string) => string>> = {
  text: (value) => `strpos(${value}, E'\\n') > 0`,
  moment: outsideOfTime,
  day: outsideOfTime,
  keys: (value) =>
    `${value} <> '{}' AND (array_ndims(${value}) <> 1 OR array_lower(${value}, 1) <> 1 OR array_position(${value}, NULL) IS NOT NULL ` +
    `OR '' = ANY (${value}) OR ${value}[1] LIKE 'sha256:%' OR array_to_string(${value}, '') ~ '\\s')`,
};
