import type { EntityManager } from "typeorm";
import { raw, run, runPrepared, sql, type Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { findRootsOfUsers, leavesOf, type RootOfUsers } from "../ledger/index.js";
import {
  copySets,
  insertionOfSource,
  placeOf,
  SetRoots,
  rowsOfSource,
  selectionOfSets,
  setsOfRows,
  type OwnedRow,
  type OwnedSet,
  type PackedTable,
  type SubjectNumber,
  type SubjectSet,
} from "../subjects/index.js";
import type { NewSubjectFactRow, SubjectFactRow } from "./subject-fact-row.js";
import { SUBJECT_FACT_LEAF } from "./subject-fact.leaf.js";

/** Column of the table `subject_fact` by property of `SubjectFactRow`, and the type JSON is read back as. */
const COLUMNS: Readonly<Record<keyof NewSubjectFactRow, readonly [column: string, type: string]>> = {
  id: ["id", "uuid"],
  moment: ["moment", "timestamptz"],
  endedOn: ["ended_on", "date"],
  policyVersion: ["policy_version", "integer"],
  subjectCount: ["subject_count", "integer"],
  lifts: ["lifts", "uuid"],
  subjectList: ["subject_list", "uuid"],
  kind: ["kind", "text"],
  recordedBy: ["recorded_by", "text"],
  legalGround: ["legal_ground", "text"],
  agreement: ["agreement", "text"],
  restriction: ["restriction", "text"],
  categories: ["categories", "text[]"],
  purposes: ["purposes", "text[]"],
  freeTextCommitments: ["free_text_commitments", "jsonb"],
};

/** Columns that are not in JSON what they are in the table. */
const INTO: Readonly<Record<string, string>> = { agreement: `decode(given.agreement, 'hex')` };
const OUT_OF: Readonly<Record<string, string>> = {
  endedOn: "f.ended_on::text",
  agreement: "encode(f.agreement, 'hex')",
};

const columns = Object.entries(COLUMNS);
const TARGETS = raw(columns.map(([, [column]]) => column).join(", "));
const SOURCES = raw(columns.map(([property]) => INTO[property] ?? `given."${property}"`).join(", "));
const RECORDSET = raw(columns.map(([property, [, type]]) => `"${property}" ${type}`).join(", "));
const SELECTED = raw(
  [
    ...columns.map(([property, [column]]) => `${OUT_OF[property] ?? `f.${column}`} AS "${property}"`),
    'f.recorded_at AS "recordedAt"',
  ].join(", "),
);

/** That a row `m` of the segment and slot in question stands for the user `asked`, alone or among others. */
const IS_ASKED = raw(
  "(m.slot = asked.slot OR asked.slot = ANY (m.offsets) OR get_bit(m.bitmap, asked.slot) = 1)",
);

const MEMBERS: PackedTable = { table: "subject_fact_member", owner: "fact_id" };

/** What was recorded, and what leaves are salted with; null while the ledger is off. */
export interface InsertedFacts {
  /** When, by id. */
  readonly moments: ReadonlyMap<string, Date>;
  readonly ledgerSalt: Buffer | null;
}

/** Records facts that are not recorded yet. Sorted by id, so that two transactions cannot deadlock. */
export async function insertFacts(tx: Tx, rows: readonly NewSubjectFactRow[]): Promise<InsertedFacts> {
  const inserted = await runPrepared<{ id: string; recordedAt: Date; ledgerSalt: Buffer | null }>(
    tx,
    "insert subject facts",
    sql`INSERT INTO subject_fact (${TARGETS})
        SELECT ${SOURCES} FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given (${RECORDSET})
         ORDER BY given.id
        ON CONFLICT (id) DO NOTHING
        RETURNING id, recorded_at AS "recordedAt", (SELECT salt FROM ledger_log WHERE is_on) AS "ledgerSalt"`,
  );
  return {
    moments: new Map(inserted.map(({ id, recordedAt }) => [id, recordedAt])),
    ledgerSalt: inserted[0]?.ledgerSalt ?? null,
  };
}

/** Says of any number of facts that were just recorded whom they are about, and leaves their leaves. Sent at once. */
export async function insertMembers(
  tx: Tx,
  sets: readonly OwnedSet[],
  ledgerSalt: Buffer | null,
): Promise<void> {
  if (sets.length === 0) return;
  const roots = ledgerSalt && new SetRoots(ledgerSalt);
  await Promise.all([
    copySets(tx, MEMBERS, sets),
    roots &&
      insertLeaves(
        tx,
        sets.map(({ id, subjects }) => roots.ofNumbers(SUBJECT_FACT_LEAF, id, subjects)),
      ),
  ]);
}

/** Says of one fact that was just recorded that it is about the users that `source` answers packed, and leaves its leaf. */
export async function insertListedMembers(
  tx: Tx,
  factId: string,
  source: Sql,
  ledgerSalt: Buffer | null,
): Promise<void> {
  await run(tx, insertionOfSource(MEMBERS, factId, source));
  if (!ledgerSalt) return;
  const owners = [{ event: factId, owner: factId }];
  await insertLeaves(tx, await findRootsOfUsers(tx, ledgerSalt, SUBJECT_FACT_LEAF, owners));
}

async function insertLeaves(tx: Tx, roots: readonly RootOfUsers[]): Promise<void> {
  const ids = roots.map(({ event }) => event);
  const facts = sql`(SELECT * FROM subject_fact WHERE id = ANY (${ids}::uuid[]))`;
  await runPrepared(tx, "insert leaves of subject facts", leavesOf(SUBJECT_FACT_LEAF, facts, roots));
}

export async function findFactsById(
  db: EntityManager,
  ids: readonly string[],
): Promise<Map<string, SubjectFactRow>> {
  const rows = await run<SubjectFactRow>(
    db,
    sql`SELECT ${SELECTED} FROM subject_fact f WHERE f.id = ANY (${ids}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The users whom each of the facts is about. One statement for any number of facts. */
export async function findUsersOf(
  db: EntityManager,
  factIds: readonly string[],
): Promise<Map<string, SubjectSet>> {
  return setsOfRows(await run<OwnedRow>(db, selectionOfSets(MEMBERS, factIds)));
}

/** Of pairs of a fact and a user, the positions, from 0, of those where the fact is about the user. One statement. */
export async function findAbout(
  db: EntityManager,
  pairs: readonly { readonly factId: string; readonly number: SubjectNumber }[],
): Promise<Set<number>> {
  const places = pairs.map(({ number }) => placeOf(number));
  const rows = await run<{ position: number }>(
    db,
    sql`SELECT asked.position::int AS position
          FROM unnest(${pairs.map(({ factId }) => factId)}::uuid[], ${places.map(({ segment }) => segment)}::int[],
                      ${places.map(({ slot }) => slot)}::smallint[])
               WITH ORDINALITY AS asked (fact_id, segment, slot, position)
         WHERE EXISTS (SELECT FROM subject_fact_member AS m
                        WHERE m.segment = asked.segment AND m.slot = ANY (ARRAY[asked.slot, -1::smallint])
                          AND m.fact_id = asked.fact_id AND ${IS_ASKED})`,
  );
  return new Set(rows.map(({ position }) => position - 1));
}

/** Of facts about one user each, those whose user was erased after they were recorded. One statement. */
export async function findErasedSince(db: EntityManager, factIds: readonly string[]): Promise<Set<string>> {
  if (factIds.length === 0) return new Set();
  const rows = await run<{ id: string }>(
    db,
    sql`SELECT f.id FROM subject_fact f
         WHERE f.id = ANY (${factIds}::uuid[]) AND f.subject_count = 1
           AND EXISTS (SELECT FROM subject_fact_member own
                         JOIN subject_fact_member other ON other.segment = own.segment AND other.slot = own.slot
                         JOIN subject_fact erasure ON erasure.id = other.fact_id
                        WHERE own.fact_id = f.id AND erasure.kind = 'ERASURE' AND erasure.recorded_at > f.recorded_at)`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Whether a fact is about every user that `source` answers packed; of two sets of one size, whether they are the same. */
export async function isAboutAll(db: EntityManager, factId: string, source: Sql): Promise<boolean> {
  const [row] = await run<{ about: boolean }>(
    db,
    sql`SELECT NOT EXISTS (
          SELECT segment, slot, offsets, bitmap FROM (${rowsOfSource(source)}) AS given
          EXCEPT
          SELECT segment, slot, offsets, bitmap FROM subject_fact_member WHERE fact_id = ${factId}::uuid) AS about`,
  );
  return row!.about;
}

/** A fact, and the users asked about whom it is about, by their positions from 1. */
export type FactAbout = SubjectFactRow & { readonly positions: readonly number[] };

/**
 * All facts about any of the users. Prepared, and one range of the primary key for each user, then one look-up for each fact:
 * OFFSET keeps the planner from reading a whole table because it is still small when the statement is first planned.
 */
export function findFactsAbout(
  db: EntityManager,
  places: { readonly segments: readonly number[]; readonly slots: readonly number[] },
): Promise<FactAbout[]> {
  return runPrepared<FactAbout>(
    db,
    "subject facts about users",
    sql`SELECT found.positions, fact.*
          FROM (SELECT member.fact_id, array_agg(asked.position::int) AS positions
                  FROM unnest(${places.segments}::int[], ${places.slots}::smallint[])
                       WITH ORDINALITY AS asked (segment, slot, position)
                 CROSS JOIN LATERAL (
                   SELECT fact_id FROM subject_fact_member AS m
                    WHERE m.segment = asked.segment AND m.slot = ANY (ARRAY[asked.slot, -1::smallint])
                      AND ${IS_ASKED}
                   OFFSET 0) AS member
                 GROUP BY member.fact_id) AS found
         CROSS JOIN LATERAL (SELECT ${SELECTED} FROM subject_fact f WHERE f.id = found.fact_id OFFSET 0) AS fact`,
  );
}

/** Advisory locks of this module are told from others by it. */
const LOCKS = 0x66616374;

/**
 * Makes facts that are checked against earlier ones about the same user wait for each other, until the transaction ends: of two that
 * arrive at once, the second sees the first. Users share a lock with others (`buckets`, from 1), which costs them a moment and
 * keeps the number of locks small. A list would need all of them, so it takes one that everybody else shares.
 */
export async function lockUsers(
  tx: Tx,
  { buckets, lists }: { readonly buckets: readonly number[]; readonly lists: boolean },
): Promise<void> {
  const everybody = raw(lists ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared");
  await run(tx, sql`SELECT ${everybody}(${LOCKS}::int, 0)`);
  await run(
    tx,
    sql`SELECT pg_advisory_xact_lock(${LOCKS}::int, bucket)
          FROM (SELECT DISTINCT bucket FROM unnest(${buckets}::int[]) AS b (bucket) ORDER BY bucket) AS ordered`,
  );
}
