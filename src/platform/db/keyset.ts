import type { EntityManager } from "typeorm";
import type { ConnectionPage, Edge, PageRequest } from "../graphql/connection.js";
import { decodeCursor, encodeCursor } from "../graphql/cursor.js";
import { empty, join, raw, run, sql, type Sql } from "./sql.js";

/** One column of an ordering. `expression` and `type` are our own text, never a caller's. */
export interface KeysetColumn<Row> {
  readonly expression: string;
  /** The SQL type a cursor's text is cast to. */
  readonly type: string;
  /** The row's value of this column, as text that PostgreSQL reads back unchanged. */
  readonly value: (row: Row) => string;
  /** Whether a cursor's text can be a value of this column at all. */
  readonly isValid: (text: string) => boolean;
}

/** One page of rows, in list order whichever way it was walked; the whole list is not counted yet. */
export type RowPage<Row> = Omit<ConnectionPage<Row>, "countAll">;

/** A connection's page from a page of rows. `countAll` runs only when `totalCount` is selected. */
export function pageOf<Row, Node>(
  page: RowPage<Row>,
  toNode: (row: Row) => Node,
  countAll: () => Promise<number>,
): ConnectionPage<Node> {
  const edges: Edge<Node>[] = page.edges.map(({ cursor, node }) => ({ cursor, node: toNode(node) }));
  return { edges, hasNextPage: page.hasNextPage, hasPreviousPage: page.hasPreviousPage, countAll };
}

/**
 * Keyset paging over one ordering, newest (largest) first.
 *
 * ORDER BY, the row comparison and the cursor all come from one column list: written apart, they drift, and rows with equal
 * timestamps vanish between pages. The last column MUST be unique.
 */
export class Keyset<Row> {
  constructor(
    /** Stands in every cursor, so that a cursor of another list is refused. */
    readonly name: string,
    private readonly columns: readonly KeysetColumn<Row>[],
  ) {}

  /** Runs `select` (everything before WHERE) under `conditions`, for one page. One statement. */
  async page(
    db: EntityManager,
    select: Sql,
    conditions: readonly Sql[],
    request: PageRequest,
  ): Promise<RowPage<Row>> {
    const backward = request.direction === "backward";
    const bounds = [
      ...(request.after !== undefined ? [this.#bound("after", request.after, "<")] : []),
      ...(request.before !== undefined ? [this.#bound("before", request.before, ">")] : []),
    ];
    const all = [...conditions, ...bounds];
    const where = whereAll(all);
    const order = raw(
      this.columns.map((column) => `${column.expression} ${backward ? "ASC" : "DESC"}`).join(", "),
    );
    const found = await run<Row>(db, sql`${select} ${where} ORDER BY ${order} LIMIT ${request.limit + 1}`);
    const more = found.length > request.limit;
    const rows = more ? found.slice(0, request.limit) : found;
    return {
      edges: (backward ? rows.reverse() : rows).map((row) => ({ cursor: this.#cursorOf(row), node: row })),
      hasNextPage: backward ? request.before !== undefined : more,
      hasPreviousPage: backward ? more : request.after !== undefined,
    };
  }

  #cursorOf(row: Row): string {
    return encodeCursor([this.name, ...this.columns.map((column) => column.value(row))]);
  }

  #bound(argument: "after" | "before", cursor: string, operator: "<" | ">"): Sql {
    const [, ...values] = decodeCursor(
      cursor,
      argument,
      ([name, ...places]) =>
        name === this.name &&
        places.length === this.columns.length &&
        this.columns.every((column, index) => column.isValid(places[index] ?? "")),
    );
    const left = raw(this.columns.map((column) => column.expression).join(", "));
    const right = join(this.columns.map((column, index) => sql`${values[index]}::${raw(column.type)}`));
    return sql`(${left}) ${raw(operator)} (${right})`;
  }
}

/** A `timestamptz(3)` column: JavaScript's milliseconds hold it exactly, so that no row falls between two pages. */
export function momentColumn<Row>(expression: string, value: (row: Row) => Date): KeysetColumn<Row> {
  return {
    expression,
    type: "timestamptz",
    value: (row) => value(row).toISOString(),
    isValid: isMoment,
  };
}

/** Whether PostgreSQL reads the text as the moment it was made from: it has no year 0, and no 30th of February. */
function isMoment(text: string): boolean {
  const moment = Date.parse(text);
  return /^(?!0000)\d{4}-/.test(text) && !Number.isNaN(moment) && new Date(moment).toISOString() === text;
}

/** How many rows of `tables` (everything between FROM and WHERE) meet all of the conditions. One statement. */
export async function countRows(db: EntityManager, tables: Sql, conditions: readonly Sql[]): Promise<number> {
  const [row] = await run<{ count: string }>(
    db,
    sql`SELECT count(*) AS count FROM ${tables} ${whereAll(conditions)}`,
  );
  return Number(row!.count);
}

function whereAll(conditions: readonly Sql[]): Sql {
  return conditions.length > 0 ? sql`WHERE ${join([...conditions], " AND ")}` : empty;
}
