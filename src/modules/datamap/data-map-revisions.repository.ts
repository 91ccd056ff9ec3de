import type { EntityManager } from "typeorm";
import { raw, run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { leavesOf } from "../ledger/index.js";
import { dataMapDocumentSchema } from "./core/document.js";
import type { RevisionStart } from "./core/revision-in-force.js";
import { DataMapHeadEntity, DataMapRevisionEntity } from "./data-map-revision.entity.js";
import { DATA_MAP_REVISION_LEAF } from "./data-map-revision.leaf.js";
import { REVISION_CHANNEL } from "./head-revision.js";
import type { DataMapRevision } from "./data-map-snapshot.js";

/** The number of the newest revision; undefined while there is none. */
export async function findHeadRevisionNumber(db: EntityManager): Promise<number | undefined> {
  const [head] = await run<{ revision: number }>(db, sql`SELECT revision FROM data_map_head`);
  return head?.revision;
}

/** Every revision up to one, with when it begins to apply. */
export async function listRevisionStarts(db: EntityManager, upTo: number): Promise<RevisionStart[]> {
  return run<RevisionStart>(
    db,
    sql`SELECT number, effective_from AS "effectiveFrom" FROM data_map_revision WHERE number <= ${upTo} ORDER BY number`,
  );
}

/**
 * One revision; undefined where there is none of the number.
 *
 * The stored document passes the schema again, so that one from an older release gets the fields that came since.
 */
export async function findRevisionByNumber(
  db: EntityManager,
  number: number,
): Promise<DataMapRevision | undefined> {
  const row = await db.findOne(DataMapRevisionEntity, {
    select: {
      number: true,
      document: true,
      effectiveFrom: true,
      message: true,
      appliedBy: true,
      appliedAt: true,
    },
    where: { number },
  });
  if (row === null) return undefined;
  const { effectiveFrom, message, appliedBy, appliedAt } = row;
  return {
    number,
    effectiveFrom,
    message,
    appliedBy,
    appliedAt,
    document: dataMapDocumentSchema.parse(row.document),
  };
}

/**
 * Inserts a revision and answers true; answers false, and changes nothing, where one of the number exists.
 *
 * Waits for another transaction that is inserting the same number, so of several exactly one is answered true.
 */
export async function insertRevision(
  tx: Tx,
  revision: DataMapRevision,
  sourceText: string,
): Promise<boolean> {
  const { number, document, effectiveFrom, message, appliedBy, appliedAt } = revision;
  const inserted = await run(
    tx,
    sql`WITH inserted AS (
          INSERT INTO data_map_revision (number, document, source_text, effective_from, message, applied_by, applied_at)
          VALUES (${number}, ${JSON.stringify(document)}, ${sourceText}, ${effectiveFrom}, ${message}, ${appliedBy}, ${appliedAt})
          ON CONFLICT (number) DO NOTHING
          RETURNING *
        ), leaf AS (${leavesOf(DATA_MAP_REVISION_LEAF, raw("inserted"))})
        SELECT number FROM inserted`,
  );
  return inserted.length > 0;
}

/** Makes the first revision the newest one. */
export async function insertHead(tx: Tx, revision: number): Promise<void> {
  await tx.insert(DataMapHeadEntity, { onlyRow: true, revision });
}

/** Makes a revision the newest one in the place of `from`. Answers false, and changes nothing, where another is the newest by now. */
export async function moveHead(tx: Tx, from: number, to: number): Promise<boolean> {
  const moved = await run(
    tx,
    sql`UPDATE data_map_head SET revision = ${to} WHERE revision = ${from} RETURNING revision`,
  );
  return moved.length > 0;
}

/** Tells every process, as soon as the transaction commits. */
export async function notifyRevision(tx: Tx, revision: number): Promise<void> {
  await run(tx, sql`SELECT pg_notify(${REVISION_CHANNEL}, ${String(revision)})`);
}

/** The text a revision was applied as, comments included; undefined where there is none of the number. */
export async function findSourceText(db: EntityManager, number: number): Promise<string | undefined> {
  const [row] = await run<{ sourceText: string }>(
    db,
    sql`SELECT source_text AS "sourceText" FROM data_map_revision WHERE number = ${number}`,
  );
  return row?.sourceText;
}
