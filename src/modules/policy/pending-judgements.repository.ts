import type { EntityManager } from "typeorm";
import { run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import type { PendingCause } from "./core/pending-cause.js";

/** Leaves word of facts about users. Part of recording them, so that none is lost and none is found before it counts. */
export async function insertPendingFacts(tx: Tx, factIds: readonly string[]): Promise<void> {
  await run(
    tx,
    sql`INSERT INTO judgement_pending (cause_id, cause) SELECT id, 'FACT' FROM unnest(${factIds}::uuid[]) AS id`,
  );
}

/** Leaves word of the review of an authority's request, as part of recording it. */
export async function insertPendingReview(tx: Tx, reviewId: string, requestId: string): Promise<void> {
  await run(
    tx,
    sql`INSERT INTO judgement_pending (cause_id, cause, authority_request) VALUES (${reviewId}, 'REVIEW', ${requestId})`,
  );
}

/**
 * Gives at most `limit` of the causes without one a horizon: the number of this very transaction. Answers how many got one.
 *
 * Who recorded a disclosure without seeing a cause had a number before looking, and looked before the cause was committed. This
 * statement sees the cause, and its transaction gets a number only then, so that it is the higher one: nothing may be written in
 * the transaction before. The limit of a snapshot would not do instead. `pg_snapshot_xmax` is the number after that of the last
 * transaction that has ended, and one that is under way may have it.
 */
export async function giveHorizons(tx: Tx, limit: number): Promise<number> {
  const given = await run(
    tx,
    sql`UPDATE judgement_pending SET horizon = pg_current_xact_id()::text::bigint
         WHERE horizon IS NULL
           AND cause_id IN (SELECT cause_id FROM judgement_pending WHERE horizon IS NULL LIMIT ${limit})
        RETURNING cause_id`,
  );
  return given.length;
}

/**
 * At most `limit` causes, other than some, for which all transactions that may have missed them have ended, in the order of their ids. What those
 * committed, the next statement sees.
 */
export function findSettled(
  db: EntityManager,
  { limit, except }: { readonly limit: number; readonly except: readonly string[] },
): Promise<PendingCause[]> {
  return run<PendingCause>(
    db,
    sql`SELECT cause_id AS "causeId", cause, authority_request AS "requestId", reached
          FROM judgement_pending
         WHERE horizon <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint
           AND cause_id <> ALL (${except}::uuid[])
         ORDER BY cause_id LIMIT ${limit}`,
  );
}

/** Writes down how far disclosures have been judged again for these causes; never back behind where another process has come. */
export async function advancePending(tx: Tx, causeIds: readonly string[], reached: string): Promise<void> {
  await run(
    tx,
    sql`UPDATE judgement_pending SET reached = greatest(reached, ${reached}::uuid) WHERE cause_id = ANY (${causeIds}::uuid[])`,
  );
}

/** Everything that these causes touch has been judged again. */
export async function deletePending(tx: Tx, causeIds: readonly string[]): Promise<void> {
  await run(tx, sql`DELETE FROM judgement_pending WHERE cause_id = ANY (${causeIds}::uuid[])`);
}

/** How many facts and reviews have not been looked into to the end. */
export async function countPendingCauses(db: EntityManager): Promise<number> {
  const [row] = await run<{ count: string }>(db, sql`SELECT count(*) AS count FROM judgement_pending`);
  return Number(row!.count);
}
