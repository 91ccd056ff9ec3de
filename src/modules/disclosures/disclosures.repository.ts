import type { EntityManager } from "typeorm";
import {
  countRows,
  Keyset,
  momentColumn,
  type KeysetColumn,
  type RowPage,
} from "../../platform/db/keyset.js";
import { isInRowScope } from "../../platform/db/row-scope.js";
import { raw, run, runPrepared, sql, type Sql } from "../../platform/db/sql.js";
import { isUuid } from "../../platform/ids.js";
import type { PageRequest } from "../../platform/graphql/connection.js";
import type { Tx } from "../../platform/db/transaction.js";
import { isHeadRevision } from "../datamap/index.js";
import { leavesOf, type RootOfUsers } from "../ledger/index.js";
import { hasFindings } from "../policy/index.js";
import type { Direction, DisclosureOrder } from "./core/vocabulary.js";
import type { DisclosureRow, NewDisclosureRow } from "./disclosure-row.js";
import { DISCLOSURE_LEAF } from "./disclosure.leaf.js";

/** Column of the table `disclosure` by property of `DisclosureRow`, and the type JSON is read back as. */
const COLUMNS: Readonly<Record<keyof NewDisclosureRow, readonly [column: string, type: string]>> = {
  id: ["id", "uuid"],
  occurredAt: ["occurred_at", "timestamptz"],
  recordedBy: ["recorded_by", "text"],
  direction: ["direction", "text"],
  nature: ["nature", "text"],
  recipient: ["recipient", "text"],
  purpose: ["purpose", "text"],
  legalGround: ["legal_ground", "text"],
  categories: ["categories", "text[]"],
  agreement: ["agreement", "text"],
  safeguard: ["safeguard", "text"],
  authorityRequest: ["authority_request", "uuid"],
  authorization: ["authorization_id", "uuid"],
  destination: ["stated_destination", "text"],
  counterpartyCountry: ["counterparty_country", "text"],
  crossBorder: ["cross_border", "boolean"],
  channel: ["channel", "text"],
  outcome: ["outcome", "text"],
  recordCount: ["record_count", "integer"],
  subjectCount: ["subject_count", "integer"],
  revision: ["revision", "integer"],
  policyVersion: ["policy_version", "integer"],
  amends: ["amends", "uuid"],
  freeTextCommitments: ["free_text_commitments", "jsonb"],
};

const columns = Object.entries(COLUMNS);
const SELECTED = raw(
  [
    ...columns.map(([property, [column]]) => `d.${column} AS "${property}"`),
    'd.recorded_at AS "recordedAt"',
  ].join(", "),
);
const TARGETS = raw(columns.map(([, [column]]) => column).join(", "));
const SOURCES = raw(columns.map(([property]) => `given."${property}"`).join(", "));
const RECORDSET = raw(columns.map(([property, [, type]]) => `"${property}" ${type}`).join(", "));

/**
 * Records disclosures that are not recorded yet; answers those it did record, which now say when.
 *
 * It records none at all when the data map has moved on from `headRevision`, so that a missed notice of a new revision cannot
 * pin a stale one, and none under the id of an amendment that voided a disclosure. Rows go in sorted by id, so that two
 * transactions with ids in common cannot deadlock. The same statement, which saves a round trip, leaves word for the roll-up of
 * the statistics. Their leaves follow by `insertDisclosureLeaves`, which needs to know their users; the salt for their roots is
 * null while the ledger is off.
 */
export async function insertDisclosures(
  tx: Tx,
  rows: readonly NewDisclosureRow[],
  headRevision: number,
): Promise<{ readonly inserted: DisclosureRow[]; readonly ledgerSalt: Buffer | null }> {
  const answered = await runPrepared<{ id: string; recordedAt: Date; ledgerSalt: Buffer | null }>(
    tx,
    "insert disclosures",
    sql`WITH inserted AS (
          INSERT INTO disclosure AS d (${TARGETS})
          SELECT ${SOURCES}
            FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given (${RECORDSET})
           WHERE ${isHeadRevision(headRevision)}
             AND NOT EXISTS (SELECT FROM amendment a WHERE a.id = given.id AND a.kind = 'VOIDED')
           ORDER BY given.id
          ON CONFLICT (id) DO NOTHING
          RETURNING d.id, d.recorded_at AS "recordedAt"
        ), pending AS (
          INSERT INTO rollup_pending (disclosure_id, kind) SELECT id, 'RECORDED' FROM inserted
        )
        SELECT inserted.*, (SELECT salt FROM ledger_log WHERE is_on) AS "ledgerSalt" FROM inserted`,
  );
  const moments = new Map(answered.map(({ id, recordedAt }) => [id, recordedAt]));
  const inserted = rows.flatMap((row) => {
    const recordedAt = moments.get(row.id);
    // The row itself and no copy: a copy of so many properties is a good part of what a recorded disclosure costs here.
    return recordedAt ? [Object.assign(row, { recordedAt })] : [];
  });
  return { inserted, ledgerSalt: answered[0]?.ledgerSalt ?? null };
}

/** Leaves the leaves of disclosures of this transaction for the ledger, each with the root over its users. */
export async function insertDisclosureLeaves(tx: Tx, roots: readonly RootOfUsers[]): Promise<void> {
  if (roots.length === 0) return;
  const own = sql`(SELECT * FROM disclosure WHERE id = ANY (${roots.map(({ event }) => event)}::uuid[]))`;
  await runPrepared(tx, "insert leaves of disclosures", leavesOf(DISCLOSURE_LEAF, own, roots));
}

export async function findDisclosuresById(
  db: EntityManager,
  ids: readonly string[],
): Promise<Map<string, DisclosureRow>> {
  const rows = await run<DisclosureRow>(
    db,
    sql`SELECT ${SELECTED} FROM disclosure d WHERE d.id = ANY (${ids}::uuid[])`,
  );
  return new Map(rows.filter(isInRowScope).map((row) => [row.id, row]));
}

/** The lists' filter, its keys resolved: `recipients`, `purposes` and `categories` hold every key that matches. */
export interface DisclosureConditions {
  readonly direction?: Direction;
  readonly recipients?: readonly string[];
  readonly purposes?: readonly string[];
  readonly legalGround?: string;
  readonly categories?: readonly string[];
  readonly counterpartyCountry?: string;
  readonly authorityRequest?: string;
  readonly occurredFrom?: Date;
  readonly occurredTo?: Date;
  readonly crossBorder?: boolean;
  /** A subquery of the ids of the disclosures that cover one user. */
  readonly covering?: Sql;
  readonly withFindings?: boolean;
  /** Leaves out what failed, and reached nobody. */
  readonly arrived?: true;
  readonly includeSuperseded: boolean;
}

const id: KeysetColumn<DisclosureRow> = {
  expression: "d.id",
  type: "uuid",
  value: (row) => row.id,
  isValid: isUuid,
};
const ORDERS = {
  RECORDED_AT: new Keyset<DisclosureRow>("disclosures by recordedAt", [
    momentColumn("d.recorded_at", (row) => row.recordedAt),
    id,
  ]),
  OCCURRED_AT: new Keyset<DisclosureRow>("disclosures by occurredAt", [
    momentColumn("d.occurred_at", (row) => row.occurredAt),
    id,
  ]),
} as const satisfies Record<DisclosureOrder, Keyset<DisclosureRow>>;

export function listDisclosures(
  db: EntityManager,
  conditions: DisclosureConditions,
  order: DisclosureOrder,
  request: PageRequest,
): Promise<RowPage<DisclosureRow>> {
  return ORDERS[order].page(db, sql`SELECT ${SELECTED} FROM disclosure d`, clausesOf(conditions), request);
}

export function countDisclosures(db: EntityManager, conditions: DisclosureConditions): Promise<number> {
  return countRows(db, sql`disclosure d`, clausesOf(conditions));
}

/** The conditions in SQL over the alias `d`. */
export function clausesOf(conditions: DisclosureConditions): Sql[] {
  const { recipients, purposes, legalGround, categories, counterpartyCountry } = conditions;
  const { authorityRequest, occurredFrom, occurredTo, crossBorder, covering, arrived } = conditions;
  return [
    ...(conditions.direction !== undefined ? [sql`d.direction = ${conditions.direction}`] : []),
    ...(recipients ? [isOneOf(raw("d.recipient"), recipients)] : []),
    ...(purposes ? [isOneOf(raw("d.purpose"), purposes)] : []),
    ...(legalGround !== undefined ? [sql`d.legal_ground = ${legalGround}`] : []),
    ...(categories ? [sql`d.categories && ${categories}::text[]`] : []),
    ...(counterpartyCountry !== undefined ? [sql`d.counterparty_country = ${counterpartyCountry}`] : []),
    ...(authorityRequest !== undefined ? [sql`d.authority_request = ${authorityRequest}::uuid`] : []),
    ...(occurredFrom ? [sql`d.occurred_at >= ${occurredFrom}`] : []),
    ...(occurredTo ? [sql`d.occurred_at < ${occurredTo}`] : []),
    ...(crossBorder !== undefined ? [crossBorder ? sql`d.cross_border` : sql`NOT d.cross_border`] : []),
    ...(arrived ? [sql`d.outcome IS DISTINCT FROM 'FAILED'`] : []),
    // An array and not a join: the two tables are distributed by different columns.
    ...(covering ? [sql`d.id = ANY (ARRAY(${covering}))`] : []),
    ...standingClausesOf(conditions),
  ];
}

/** Those that look at what stands elsewhere: amendments and findings. */
function standingClausesOf({ withFindings, includeSuperseded }: DisclosureConditions): Sql[] {
  const found = hasFindings(raw("d.id"));
  return [
    ...(withFindings === undefined ? [] : [withFindings ? found : sql`NOT ${found}`]),
    ...(includeSuperseded ? [] : [sql`NOT EXISTS (SELECT FROM superseded s WHERE s.disclosure_id = d.id)`]),
  ];
}

/** One key is compared for equality, because only then is the index by it in page order. */
function isOneOf(column: Sql, keys: readonly string[]): Sql {
  return keys.length === 1 ? sql`${column} = ${keys[0]}` : sql`${column} = ANY (${keys}::text[])`;
}
