import { empty, execute, join, raw, run, sql, type Sql } from "../db/sql.js";
import type { Tx } from "../db/transaction.js";
import type { BroughtOver, Portion, RowsUnderSecret } from "./rows-under-secret.js";
import type { StoredForm } from "./stored-form.js";

/** The primary key of a table: its columns and their types, as SQL has them. */
export type KeyColumns = Readonly<Record<string, "uuid" | "bigint">>;

/** A row of a table: its key, as text, and what stands in the columns that depend on the secret. */
export interface KeptRow {
  readonly key: readonly string[];
  readonly kept: readonly (Buffer | null)[];
}

/** For each row what its columns are to hold. */
type Brought = readonly (readonly (Buffer | null)[])[];

/** Digests in columns that are no part of the primary key. */
export function wrappedColumns(
  table: string,
  key: KeyColumns,
  columns: Readonly<Record<string, StoredForm>>,
): RowsUnderSecret {
  const names = Object.keys(columns);
  const forms = Object.values(columns);
  return rowsUnderSecret(table, key, names, (tx, generation, rows) =>
    rows.map(({ kept }) =>
      kept.map((stored, index) => {
        if (stored === null) return null;
        const form = forms[index]!;
        return form.bytes(tx, form.digest(tx, stored), generation);
      }),
    ),
  );
}

/**
 * Rows whose primary key does not change. `bring` answers for each what its columns are to hold; a row whose columns have changed by then,
 * or that is gone, is left alone.
 */
export function rowsUnderSecret(
  table: string,
  key: KeyColumns,
  columns: readonly string[],
  bring: (tx: Tx, generation: number, rows: readonly KeptRow[]) => Brought | Promise<Brought>,
): RowsUnderSecret {
  const shape = { table, key, columns };
  return {
    table,
    columns,
    async bringOver(tx, portion): Promise<BroughtOver> {
      const rows = await readRows(tx, shape, portion);
      const brought = await bring(tx, portion.generation, rows);
      const changed = rows.flatMap((row, index) => {
        const later = brought[index]!;
        return later.every((bytes, at) => isSame(bytes, row.kept[at]!)) ? [] : [{ ...row, later }];
      });
      const count = changed.length > 0 ? await writeRows(tx, shape, changed) : 0;
      return { reached: rows.at(-1)?.key ?? null, rows: count };
    },
  };
}

interface Shape {
  readonly table: string;
  readonly key: KeyColumns;
  readonly columns: readonly string[];
}

async function readRows(
  tx: Tx,
  { table, key, columns }: Shape,
  { after, limit }: Portion,
): Promise<KeptRow[]> {
  const names = Object.keys(key);
  const order = raw(names.join(", "));
  const from = after ? sql`WHERE (${order}) > (${castList(after, Object.values(key))})` : empty;
  return run<KeptRow>(
    tx,
    sql`SELECT ARRAY[${raw(names.map((name) => `${name}::text`).join(", "))}] AS key,
               ARRAY[${raw(columns.join(", "))}] AS kept
          FROM ${raw(table)} ${from} ORDER BY ${order} LIMIT ${limit}`,
  );
}

function writeRows(
  tx: Tx,
  { table, key, columns }: Shape,
  rows: readonly (KeptRow & { readonly later: readonly (Buffer | null)[] })[],
): Promise<number> {
  const names = Object.keys(key);
  const types = Object.values(key);
  const keys = names.map((_, at) => sql`${rows.map((row) => row.key[at])}::${raw(types[at]!)}[]`);
  const earlier = columns.map((_, at) => sql`${rows.map((row) => row.kept[at])}::bytea[]`);
  const later = columns.map((_, at) => sql`${rows.map((row) => row.later[at])}::bytea[]`);
  const given = [...names, ...columns.map(earlierOf), ...columns.map(laterOf)];
  const set = columns.map((column) => `${column} = given.${laterOf(column)}`);
  const same = [
    ...names.map((name) => `held.${name} = given.${name}`),
    ...columns.map((column) => `held.${column} IS NOT DISTINCT FROM given.${earlierOf(column)}`),
  ];
  return execute(
    tx,
    sql`UPDATE ${raw(table)} AS held SET ${raw(set.join(", "))}
          FROM unnest(${join([...keys, ...earlier, ...later])}) AS given (${raw(given.join(", "))})
         WHERE ${raw(same.join(" AND "))}`,
  );
}

function castList(values: readonly string[], types: readonly string[]): Sql {
  return join(values.map((value, at) => sql`${value}::${raw(types[at]!)}`));
}

const earlierOf = (column: string) => `earlier_${column}`;
const laterOf = (column: string) => `later_${column}`;

function isSame(left: Buffer | null, right: Buffer | null): boolean {
  return left === null || right === null ? left === right : left.equals(right);
}
