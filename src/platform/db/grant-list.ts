/**
 * What the API's role may do with one table, the sequencer's with one of the ledger's, and the eraser's with one that holds persons.
 *
 * - `fact`: something that happened. Written once, never changed, so the role cannot do otherwise.
 * - `catalogue`: reference data, projected from the data map's revisions or handed out in blocks.
 * - `ledger`: of the log that holds a leaf for every fact; `sequencer` is what the sequencer's role may do, here and nowhere else.
 * - `person`: what a person is known or found by, or what people wrote. The API's role cannot change it; `eraser` is what the role can that it
 *   becomes for that, and `why` says for what.
 * - `mutable`: none of them; `why` says what makes changing its rows right.
 *
 * `privileges` is what stands between GRANT and ON, columns included: `SELECT, INSERT, UPDATE (status)`.
 */
export type TableGrant = {
  /** What the reader's role may do; nothing where this is left out. */
  readonly reader?: "SELECT";
  /** What the role may do under which requests of bound keys run; nothing where this is left out. As in `privileges`. */
  readonly scoped?: string;
} & (
  | { readonly table: string; readonly kind: "fact"; readonly privileges: "SELECT, INSERT" }
  | { readonly table: string; readonly kind: "catalogue"; readonly privileges: string }
  | {
      readonly table: string;
      readonly kind: "ledger";
      readonly privileges: string;
      readonly sequencer: string;
    }
  | {
      readonly table: string;
      readonly kind: "person";
      readonly privileges: "SELECT" | "SELECT, INSERT";
      readonly eraser: string;
      readonly why: string;
    }
  | { readonly table: string; readonly kind: "mutable"; readonly privileges: string; readonly why: string }
);

/** A function that runs with the owner's privileges and that the API's role may call, or the eraser's alone, because of `why`. `name(type, …)` */
export interface FunctionGrant {
  readonly function: string;
  readonly kind: "function";
  readonly calledBy: "api" | "eraser";
  /** Whether the API's role may call it for requests of bound keys, too. */
  readonly scoped?: "EXECUTE";
  readonly why: string;
}

export type Grant = TableGrant | FunctionGrant;

/** The tables that nobody may rewrite. */
export function factTables(grants: readonly Grant[]): string[] {
  return tableGrants(grants)
    .filter(({ kind }) => kind === "fact")
    .map(({ table }) => table);
}

/** What a role that serves must not be able to do. */
export interface GuardedTables {
  /** May be inserted into, never changed. */
  readonly appendOnly: readonly string[];
  /** May only be read. */
  readonly readOnly: readonly string[];
  /** Hold persons: changed by nobody but the eraser's role. */
  readonly persons: readonly string[];
}

/** The tables that the API's role must not be able to rewrite: every fact, what the sequencer alone may write, and what holds persons. */
export function guardedFromApi(grants: readonly Grant[]): GuardedTables {
  const ledger = (privileges: string) =>
    tableGrants(grants)
      .filter((grant) => grant.kind === "ledger" && grant.privileges === privileges)
      .map(({ table }) => table);
  return {
    appendOnly: [...factTables(grants), ...ledger("SELECT, INSERT")],
    readOnly: ledger("SELECT"),
    persons: tableGrants(grants)
      .filter(({ kind }) => kind === "person")
      .map(({ table }) => table),
  };
}

/** The tables that the sequencer's role must not be able to write: all that are not the ledger's. */
export function guardedFromSequencer(grants: readonly Grant[]): GuardedTables {
  const others = tableGrants(grants).filter(({ kind }) => kind !== "ledger");
  return { appendOnly: [], readOnly: others.map(({ table }) => table), persons: [] };
}

/** Without what is granted on functions. */
export function tableGrants(grants: readonly Grant[]): TableGrant[] {
  return grants.filter((grant) => grant.kind !== "function");
}
