import { empty, raw, sql, type Sql } from "../../platform/db/sql.js";
import type { LeafKind } from "./core/leaf-kind.js";
import { eventExpression, leafExpression } from "./leaf-sql.js";

/** The Merkle root over the users of the row that records an event, in hexadecimal. */
export interface RootOfUsers {
  readonly event: string;
  readonly root: string;
}

/**
 * An INSERT that leaves the leaf of each row for the sequencer, if the ledger is on. As the last part of the statement that records the
 * rows it costs no round trip, and no event can miss the ledger:
 *
 *     WITH inserted AS (INSERT INTO sample … RETURNING *) ${leavesOf(SAMPLE_LEAF, raw("inserted"))}
 *
 * @param from Where the rows come from, all columns of the table: a name, or a subquery in parentheses.
 * @param roots For a kind whose rows own users: the root of each row that has any.
 */
export function leavesOf(kind: LeafKind, from: Sql, roots?: readonly RootOfUsers[]): Sql {
  if (kind.users && !roots)
    throw new Error(`A leaf of ${kind.table} holds the root over its users: give it.`);
  const { event, leaf } = expressionsOf(kind);
  return sql`INSERT INTO ledger_pending (event, kind, leaf)
        SELECT ${event}, ${raw(`'${kind.table}'`)}, ${leaf}
          FROM ${from} AS r CROSS JOIN ledger_log AS l ${kind.users ? joinOf(roots!, event) : empty}
         WHERE l.is_on`;
}

interface LeafExpressions {
  readonly event: Sql;
  readonly leaf: Sql;
}

const expressions = new WeakMap<LeafKind, LeafExpressions>();

/** Of the row `r`. Kept, because putting them together takes longer than anything else that is done here for a disclosure. */
function expressionsOf(kind: LeafKind): LeafExpressions {
  const known = expressions.get(kind);
  if (known) return known;
  const event = eventExpression(kind, "r");
  const leaf = leafExpression(kind, { row: "r", event, salt: "l.salt", root: "given.root" });
  const made = { event: raw(event), leaf: raw(leaf) };
  expressions.set(kind, made);
  return made;
}

function joinOf(roots: readonly RootOfUsers[], event: Sql): Sql {
  return sql`LEFT JOIN unnest(${roots.map((each) => each.event)}::uuid[], ${roots.map(({ root }) => root)}::text[])
                    AS given (event, root) ON given.event = ${event}`;
}
