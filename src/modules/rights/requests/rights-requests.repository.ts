import type { EntityManager } from "typeorm";
import { countRows, Keyset, momentColumn, type RowPage } from "../../../platform/db/keyset.js";
import { raw, run, sql, type Sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";
import type { PageRequest } from "../../../platform/graphql/connection.js";
import { isUuid } from "../../../platform/ids.js";
import type { CalendarDay, RightsRequestKind } from "../../datamap/index.js";
import { leavesOf } from "../../ledger/index.js";
import { isPseudonymOf, type Pseudonym } from "../../subjects/index.js";
import type { RequestStatus } from "../core/vocabulary.js";
import type { NewRightsRequestRow, RightsRequestRow, StandingRow } from "./rights-request-row.js";
import { RIGHTS_REQUEST_LEAF } from "./rights-request.leaf.js";

const REQUESTS = sql`rights_request r JOIN rights_request_standing s ON s.request_id = r.id`;

const SELECT_REQUEST = sql`
  SELECT r.id, r.received_at AS "receivedAt", r.recorded_at AS "recordedAt", r.recorded_by AS "recordedBy", r.revision, r.kind,
         r.channel, r.form, r.in_due_form AS "inDueForm", r.form_problems AS "formProblems", r.categories, r.purposes,
         r.legal_ground AS "legalGround", r.free_text_commitments AS "freeTextCommitments",
         s.status, s.due_on AS "dueOn", s.awaits_calendar AS "awaitsCalendar"
    FROM ${REQUESTS}`;

const NEWEST_FIRST = new Keyset<RightsRequestRow>("rightsRequests", [
  momentColumn("r.received_at", (row) => row.receivedAt),
  { expression: "r.id", type: "uuid", value: (row) => row.id, isValid: isUuid },
]);

/** Records a request and where it stands at first. False where one with this id is recorded already. */
export async function insertRightsRequest(
  tx: Tx,
  row: NewRightsRequestRow,
  { status, dueOn, awaitsCalendar }: StandingRow,
): Promise<boolean> {
  const inserted = await run(
    tx,
    sql`WITH inserted AS (
          INSERT INTO rights_request (id, received_at, recorded_by, revision, kind, channel, form, in_due_form, form_problems,
                                      categories, purposes, legal_ground, free_text_commitments)
          VALUES (${row.id}, ${row.receivedAt}, ${row.recordedBy}, ${row.revision}, ${row.kind}, ${row.channel}, ${row.form},
                  ${row.inDueForm}, ${row.formProblems}::text[], ${row.categories}::text[], ${row.purposes}::text[],
                  ${row.legalGround}, ${JSON.stringify(row.freeTextCommitments)}::jsonb)
          ON CONFLICT (id) DO NOTHING
          RETURNING *
        ), leaf AS (${leavesOf(RIGHTS_REQUEST_LEAF, raw("inserted"))})
        SELECT id FROM inserted`,
  );
  if (inserted.length === 0) return false;
  await run(
    tx,
    sql`INSERT INTO rights_request_standing (request_id, status, due_on, awaits_calendar)
        VALUES (${row.id}, ${status}, ${dueOn}, ${awaitsCalendar})`,
  );
  return true;
}

export async function findRightsRequests(
  db: EntityManager,
  ids: readonly string[],
): Promise<Map<string, RightsRequestRow>> {
  const rows = await run<RightsRequestRow>(db, sql`${SELECT_REQUEST} WHERE r.id = ANY (${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The same for one request, whose standing nobody else changes until the transaction ends. */
export async function lockRightsRequest(tx: Tx, id: string): Promise<RightsRequestRow | undefined> {
  await run(tx, sql`SELECT 1 FROM rights_request_standing WHERE request_id = ${id} FOR UPDATE`);
  return (await findRightsRequests(tx, [id])).get(id);
}

/** Of the same no more than a step is judged by. */
export async function lockStanding(
  tx: Tx,
  id: string,
): Promise<Pick<RightsRequestRow, "kind" | "status"> | undefined> {
  const [standing] = await run<Pick<RightsRequestRow, "kind" | "status">>(
    tx,
    sql`SELECT r.kind, s.status FROM ${REQUESTS} WHERE s.request_id = ${id} FOR UPDATE OF s`,
  );
  return standing;
}

export async function setStatus(tx: Tx, ids: readonly string[], status: RequestStatus): Promise<void> {
  await run(
    tx,
    sql`UPDATE rights_request_standing SET status = ${status} WHERE request_id = ANY (${ids}::uuid[])`,
  );
}

/** Requests whose deadline the calendar did not tell, oldest id first. */
export function findUndated(
  db: EntityManager,
  after: string,
  limit: number,
): Promise<Pick<RightsRequestRow, "id" | "kind" | "receivedAt" | "revision">[]> {
  return run(
    db,
    sql`SELECT r.id, r.kind, r.received_at AS "receivedAt", r.revision FROM ${REQUESTS}
         WHERE s.awaits_calendar AND s.request_id > ${after} ORDER BY s.request_id LIMIT ${limit}`,
  );
}

/** Notes what the calendar tells by now. */
export async function setDueDays(
  tx: Tx,
  dated: readonly { readonly id: string; readonly dueOn: CalendarDay }[],
): Promise<void> {
  await run(
    tx,
    sql`UPDATE rights_request_standing s SET due_on = d.due_on, awaits_calendar = false
          FROM unnest(${dated.map(({ id }) => id)}::uuid[], ${dated.map(({ dueOn }) => dueOn)}::date[]) AS d (id, due_on)
         WHERE s.request_id = d.id AND s.awaits_calendar`,
  );
}

/** What a list is narrowed to. */
export interface RightsRequestConditions {
  readonly kind?: RightsRequestKind;
  readonly status?: RequestStatus;
  readonly inDueForm?: boolean;
  /** Whose answer is still to be given, and was or was not due before this day. */
  readonly overdueOn?: { readonly day: CalendarDay; readonly isOverdue: boolean };
  /** Whose answer is still to be given, with its last day before this one. */
  readonly dueBefore?: CalendarDay;
  readonly receivedFrom?: Date;
  readonly receivedTo?: Date;
  readonly person?: Pseudonym;
}

export function listRightsRequests(
  db: EntityManager,
  conditions: RightsRequestConditions,
  request: PageRequest,
): Promise<RowPage<RightsRequestRow>> {
  return NEWEST_FIRST.page(db, SELECT_REQUEST, clausesOf(db, conditions), request);
}

export function countRightsRequests(db: EntityManager, conditions: RightsRequestConditions): Promise<number> {
  return countRows(db, REQUESTS, clausesOf(db, conditions));
}

/** The answer is the decision, or what has to follow it where the decision alone tells the person nothing. */
const UNANSWERED = sql`(s.status IN ('RECEIVED', 'IDENTITY_CONFIRMED') OR s.status = 'DECIDED' AND r.kind = 'ACCESS')`;

function clausesOf(db: EntityManager, conditions: RightsRequestConditions): Sql[] {
  const { kind, status, inDueForm, overdueOn, dueBefore, receivedFrom, receivedTo, person } = conditions;
  return [
    ...(kind === undefined ? [] : [sql`r.kind = ${kind}`]),
    ...(status === undefined ? [] : [sql`s.status = ${status}`]),
    ...(inDueForm === undefined ? [] : [sql`r.in_due_form = ${inDueForm}`]),
    ...(overdueOn === undefined ? [] : [isOverdue(overdueOn)]),
    ...(dueBefore === undefined ? [] : [sql`${UNANSWERED} AND s.due_on < ${dueBefore}`]),
    ...(receivedFrom === undefined ? [] : [sql`r.received_at >= ${receivedFrom}`]),
    ...(receivedTo === undefined ? [] : [sql`r.received_at < ${receivedTo}`]),
    ...(person === undefined
      ? []
      : [
          sql`r.id = ANY (ARRAY(SELECT request_id FROM rights_request_person WHERE ${isPseudonymOf(db, person)}))`,
        ]),
  ];
}

function isOverdue({ day, isOverdue }: NonNullable<RightsRequestConditions["overdueOn"]>): Sql {
  return sql`(${UNANSWERED} AND s.due_on IS NOT NULL AND s.due_on < ${day}) = ${isOverdue}`;
}
