import type { EntityManager } from "typeorm";
import { raw, run, sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";
import { leavesOf } from "../../ledger/index.js";
import type { PersonIdentityEntity } from "./person-identity.entity.js";
import { PERSON_IDENTITY_LEAF } from "./person-identity.leaf.js";

export async function findPersonId(db: EntityManager, digest: Buffer): Promise<string | null> {
  const [row] = await run<{ id: string }>(db, sql`SELECT id FROM person_identity WHERE digest = ${digest}`);
  return row?.id ?? null;
}

/** Who is known already stays as they are. */
export async function insertPerson(tx: Tx, row: PersonIdentityEntity): Promise<void> {
  await run(
    tx,
    sql`
      WITH inserted AS (
        INSERT INTO person_identity (id, digest, name, recorded_at)
        VALUES (${row.id}, ${row.digest}, ${row.name}, ${row.recordedAt})
        ON CONFLICT (digest) DO NOTHING
        RETURNING *
      )
      ${leavesOf(PERSON_IDENTITY_LEAF, raw("inserted"))}`,
  );
}
