import type { EntityManager } from "typeorm";
import { asEraser } from "../../../platform/db/eraser.js";
import { run, sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";
import { generationToWrite } from "../../../platform/secrets/secret-era.js";
import { isPseudonymOf, PSEUDONYM_FORM, type Pseudonym } from "../../subjects/index.js";

/** Whose request it is, as long as that person is not erased. */
export interface RequestPersonRow {
  readonly requestId: string;
  readonly pseudonym: Pseudonym;
  /** Null from the decision on. */
  readonly sealed: Buffer | null;
}

export async function insertRequestPerson(tx: Tx, row: RequestPersonRow): Promise<void> {
  const [pseudonym] = PSEUDONYM_FORM.stored(tx, [row.pseudonym], await generationToWrite(tx));
  await run(
    tx,
    sql`INSERT INTO rights_request_person (request_id, pseudonym, sealed)
        VALUES (${row.requestId}, decode(${pseudonym}, 'hex'), ${row.sealed})`,
  );
}

/** By request; one whose person was erased is left out. */
export async function findRequestPeople(
  db: EntityManager,
  requestIds: readonly string[],
): Promise<Map<string, RequestPersonRow>> {
  const rows = await run<RequestPersonRow>(
    db,
    sql`SELECT request_id AS "requestId", encode(pseudonym, 'hex') AS pseudonym, sealed
          FROM rights_request_person WHERE request_id = ANY (${requestIds}::uuid[])`,
  );
  const people = PSEUDONYM_FORM.digests(
    db,
    rows.map(({ pseudonym }) => pseudonym),
  );
  return new Map(
    rows.map((row, index) => [row.requestId, { ...row, pseudonym: people[index] as Pseudonym }]),
  );
}

/** What is decided needs the reference no more. */
export async function dropSealedReference(tx: Tx, requestId: string): Promise<void> {
  await asEraser(tx, () =>
    run(tx, sql`UPDATE rights_request_person SET sealed = NULL WHERE request_id = ${requestId}`),
  );
}

/** The ids of a person's requests, whose standing nobody else changes until the transaction ends. */
export async function lockRequestsOf(tx: Tx, person: Pseudonym): Promise<string[]> {
  const rows = await run<{ id: string }>(
    tx,
    sql`SELECT request_id AS id FROM rights_request_standing
         WHERE request_id = ANY (ARRAY(SELECT request_id FROM rights_request_person WHERE ${isPseudonymOf(tx, person)}))
         ORDER BY request_id FOR UPDATE`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Has whoever decides another request of the same person wait, until the transaction ends. In the order of their ids and before anything
 * else is locked, so that of two decisions that concern each other none waits for one that waits for it.
 */
export async function lockRequestsBeside(tx: Tx, requestId: string): Promise<void> {
  const person = (await findRequestPeople(tx, [requestId])).get(requestId);
  if (person) await lockRequestsOf(tx, person.pseudonym);
}

/** What was written in the requests, and in the steps of their courses. */
export async function deleteRequestTexts(tx: Tx, requestIds: readonly string[]): Promise<void> {
  await asEraser(tx, () =>
    run(
      tx,
      sql`DELETE FROM free_text
           WHERE fact_id = ANY (${requestIds}::uuid[] || ARRAY(SELECT id FROM rights_request_step WHERE request_id = ANY (${requestIds}::uuid[])))`,
    ),
  );
}

/** From then on nothing says whose requests they were. */
export async function deleteRequestPeople(tx: Tx, person: Pseudonym): Promise<void> {
  await asEraser(tx, () =>
    run(tx, sql`DELETE FROM rights_request_person WHERE ${isPseudonymOf(tx, person)}`),
  );
}
