import type { EntityManager } from "typeorm";
import { Keyset, momentColumn, type RowPage } from "../../../platform/db/keyset.js";
import { raw, run, sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";
import type { PageRequest } from "../../../platform/graphql/connection.js";
import { leavesOf } from "../../ledger/index.js";
import { isKeyId } from "../core/api-key-format.js";
import type { PersonIdentityEntity } from "./person-identity.entity.js";
import { PERSON_IDENTITY_LEAF } from "./person-identity.leaf.js";
import type { PersonRow } from "./person-row.js";
import type { SignInEndEntity } from "./sign-in-end.entity.js";
import { SIGN_IN_END_LEAF } from "./sign-in-end.leaf.js";

const SELECT_PERSON = sql`
  SELECT p.id, p.name, p.recorded_at AS "recordedAt", newest.ended_at AS "signInsEndedAt", newest.ended_by AS "signInsEndedBy"
    FROM person_identity p LEFT JOIN LATERAL (
      SELECT ended_at, ended_by FROM sign_in_end WHERE person_id = p.id ORDER BY ended_at DESC LIMIT 1
    ) newest ON true`;

const NEWEST_FIRST = new Keyset<PersonRow>("people", [
  momentColumn("p.recorded_at", (row) => row.recordedAt),
  { expression: "p.id", type: "text", value: (row) => row.id, isValid: isKeyId },
]);

export async function findPersonByDigest(db: EntityManager, digest: Buffer): Promise<PersonRow | null> {
  const [row] = await run<PersonRow>(db, sql`${SELECT_PERSON} WHERE p.digest = ${digest}`);
  return row ?? null;
}

export async function findPersonById(db: EntityManager, id: string): Promise<PersonRow | null> {
  const [row] = await run<PersonRow>(db, sql`${SELECT_PERSON} WHERE p.id = ${id}`);
  return row ?? null;
}

export function listPeople(db: EntityManager, request: PageRequest): Promise<RowPage<PersonRow>> {
  return NEWEST_FIRST.page(db, SELECT_PERSON, [], request);
}

export async function countPeople(db: EntityManager): Promise<number> {
  const [row] = await run<{ count: number }>(db, sql`SELECT count(*)::int AS count FROM person_identity`);
  return row?.count ?? 0;
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

export async function insertSignInEnd(tx: Tx, row: SignInEndEntity): Promise<void> {
  await run(
    tx,
    sql`
      WITH inserted AS (
        INSERT INTO sign_in_end (id, person_id, ended_at, ended_by)
        VALUES (${row.id}, ${row.personId}, ${row.endedAt}, ${row.endedBy})
        RETURNING *
      )
      ${leavesOf(SIGN_IN_END_LEAF, raw("inserted"))}`,
  );
}
