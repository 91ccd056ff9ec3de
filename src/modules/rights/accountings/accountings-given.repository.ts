import type { EntityManager } from "typeorm";
import { asEraser } from "../../../platform/db/eraser.js";
import { Keyset, momentColumn, type RowPage } from "../../../platform/db/keyset.js";
import { raw, run, sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";
import type { PageRequest } from "../../../platform/graphql/connection.js";
import { isUuid } from "../../../platform/ids.js";
import { leavesOf } from "../../ledger/index.js";
import { generationToWrite } from "../../../platform/secrets/secret-era.js";
import { isPseudonymOf, PSEUDONYM_FORM, type Pseudonym } from "../../subjects/index.js";
import type { AccountingGivenRow, AccountingPersonRow } from "./accounting-given-row.js";
import { ACCOUNTING_GIVEN_LEAF } from "./accounting-given.leaf.js";

const SELECT_GIVEN = sql`
  SELECT a.id, a.given_at AS "givenAt", a.given_by AS "givenBy", a.request_id AS "requestId", a.period_from AS "from",
         a.period_to AS "to", a.form, a.recipients_as AS "recipientsAs", a.revision, a.complete_since AS "completeSince",
         a.entry_count AS "entryCount", a.free_text_commitments AS "freeTextCommitments"
    FROM accounting_given a`;

const NEWEST_FIRST = new Keyset<AccountingGivenRow>("accountingsGiven", [
  momentColumn("a.given_at", (row) => row.givenAt),
  { expression: "a.id", type: "uuid", value: (row) => row.id, isValid: isUuid },
]);

/** Records that an accounting was given. False where one with this id is recorded already. */
export async function insertAccountingGiven(tx: Tx, row: AccountingGivenRow): Promise<boolean> {
  const inserted = await run(
    tx,
    sql`WITH inserted AS (
          INSERT INTO accounting_given (id, given_at, given_by, request_id, period_from, period_to, form, recipients_as, revision,
                                        complete_since, entry_count, free_text_commitments)
          VALUES (${row.id}, ${row.givenAt}, ${row.givenBy}, ${row.requestId}, ${row.from}, ${row.to}, ${row.form},
                  ${row.recipientsAs}, ${row.revision}, ${row.completeSince}, ${row.entryCount},
                  ${JSON.stringify(row.freeTextCommitments)}::jsonb)
          ON CONFLICT (id) DO NOTHING
          RETURNING *
        ), leaf AS (${leavesOf(ACCOUNTING_GIVEN_LEAF, raw("inserted"))})
        SELECT id FROM inserted`,
  );
  return inserted.length > 0;
}

export async function findAccountingsGiven(
  db: EntityManager,
  ids: readonly string[],
): Promise<Map<string, AccountingGivenRow>> {
  const rows = await run<AccountingGivenRow>(db, sql`${SELECT_GIVEN} WHERE a.id = ANY (${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

export async function insertAccountingPerson(tx: Tx, row: AccountingPersonRow): Promise<void> {
  const [pseudonym] = PSEUDONYM_FORM.stored(tx, [row.pseudonym], await generationToWrite(tx));
  await run(
    tx,
    sql`INSERT INTO accounting_given_person (accounting_id, pseudonym)
        VALUES (${row.accountingId}, decode(${pseudonym}, 'hex'))`,
  );
}

/** Whom an accounting was given to; null once that person is erased. */
export async function findAccountingPerson(db: EntityManager, id: string): Promise<Pseudonym | null> {
  const [row] = await run<{ pseudonym: string }>(
    db,
    sql`SELECT encode(pseudonym, 'hex') AS pseudonym FROM accounting_given_person WHERE accounting_id = ${id}`,
  );
  return row ? (PSEUDONYM_FORM.digests(db, [row.pseudonym])[0] as Pseudonym) : null;
}

/** Those given to a person, the newest first. */
export function listAccountingsGiven(
  db: EntityManager,
  person: Pseudonym,
  request: PageRequest,
): Promise<RowPage<AccountingGivenRow>> {
  return NEWEST_FIRST.page(db, SELECT_GIVEN, [sql`a.id = ANY (ARRAY(${idsOf(db, person)}))`], request);
}

export async function countAccountingsGiven(db: EntityManager, person: Pseudonym): Promise<number> {
  const [row] = await run<{ count: number }>(
    db,
    sql`SELECT count(*)::int AS count FROM (${idsOf(db, person)}) AS given`,
  );
  return row!.count;
}

/** Takes out of what was given to a person the person, and all that was told. What stays says that an accounting was given. */
export async function forgetAccountingsGiven(tx: Tx, person: Pseudonym): Promise<void> {
  await asEraser(tx, async () => {
    await run(tx, sql`DELETE FROM free_text WHERE fact_id = ANY (ARRAY(${idsOf(tx, person)}))`);
    await run(tx, sql`DELETE FROM accounting_given_person WHERE ${isPseudonymOf(tx, person)}`);
  });
}

const idsOf = (db: EntityManager, person: Pseudonym) =>
  sql`SELECT accounting_id FROM accounting_given_person WHERE ${isPseudonymOf(db, person)}`;
