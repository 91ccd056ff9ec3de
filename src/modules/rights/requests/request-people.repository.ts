import type { EntityManager } from "typeorm";
import { run, sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";
import type { Pseudonym } from "../../subjects/index.js";

/** Whose request it is, as long as that person is not erased. */
export interface RequestPersonRow {
  readonly requestId: string;
  readonly pseudonym: Pseudonym;
  /** Null from the decision on. */
  readonly sealed: Buffer | null;
}

export async function insertRequestPerson(tx: Tx, row: RequestPersonRow): Promise<void> {
  await run(
    tx,
    sql`INSERT INTO rights_request_person (request_id, pseudonym, sealed)
        VALUES (${row.requestId}, decode(${row.pseudonym}, 'hex'), ${row.sealed})`,
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
  return new Map(rows.map((row) => [row.requestId, row]));
}

/** What is decided needs the reference no more. */
export async function dropSealedReference(tx: Tx, requestId: string): Promise<void> {
  await run(tx, sql`UPDATE rights_request_person SET sealed = NULL WHERE request_id = ${requestId}`);
}
