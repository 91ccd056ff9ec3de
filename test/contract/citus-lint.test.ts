import { describe, expect, it } from "@jest/globals";
import type { EntityManager } from "typeorm";
import { MIGRATION_TABLE } from "../../src/platform/db/data-source.js";
import { join, run, sql } from "../../src/platform/db/sql.js";
import { withTestDatabase } from "../support/test-database.js";

/** Where a table would live on Citus: whole on every node, or cut up by one column, or left on one node as it is. */
type Place = { kind: "reference" } | { kind: "distributed"; by: string } | { kind: "local" };

const reference: Place = { kind: "reference" };
/** What one process at a time writes in order, and nothing is joined to. */
const local: Place = { kind: "local" };
const distributed = (by: string): Place => ({ kind: "distributed", by });

/** Every table has a line: the schema must stay one that can be spread over several machines without rewriting it. */
const PLAN: Record<string, Place> = {
  data_map_revision: reference,
  data_map_head: reference,
  subject_kind: reference,
  collection_channel: reference,
  data_category: reference,
  processing_purpose: reference,
  legal_ground: reference,
  jurisdiction: reference,
  safeguard: reference,
  security_measure: reference,
  service_type: reference,
  recipient: reference,
  agreement: reference,
  sharing_rule: reference,
  data_store: reference,
  retention_rule: reference,
  processing_activity: reference,
  impediment: reference,
  rights_rule: reference,
  intake_rule: reference,
  policy_version: reference,
  api_key: reference,
  api_key_secret: reference,
  api_key_revocation: reference,
  api_key_use: reference,
  person_identity: reference,
  sign_in_end: reference,
  secret_fingerprint: reference,
  secret_rotation: reference,
  subject: distributed("pseudonym"),
  subject_number_block: reference,
  sealed_reference: distributed("subject_number"),
  subject_look_up: distributed("id"),
  erased_subject: distributed("tombstone"),
  erasure_pending: distributed("subject_number"),
  erasure_outcome: distributed("request_id"),
  subject_list: distributed("id"),
  subject_list_segment: distributed("segment"),
  coverage: distributed("segment"),
  coverage_detached: reference,
  subject_fact: distributed("id"),
  subject_fact_member: distributed("segment"),
  authority_request: reference,
  authority_review: reference,
  accounting_suspension: reference,
  disclosure: distributed("id"),
  amendment: distributed("id"),
  superseded: distributed("disclosure_id"),
  judgement: distributed("disclosure_id"),
  judgement_superseded: distributed("disclosure_id"),
  finding: distributed("disclosure_id"),
  finding_member: distributed("segment"),
  finding_acknowledgement: distributed("disclosure_id"),
  judgement_pending: distributed("cause_id"),
  disclosure_authorization: distributed("id"),
  rights_request: distributed("id"),
  rights_request_step: distributed("request_id"),
  rights_request_standing: distributed("request_id"),
  rights_request_person: distributed("request_id"),
  destruction: reference,
  destruction_member: distributed("segment"),
  accounting_given: distributed("id"),
  accounting_given_person: distributed("accounting_id"),
  free_text: distributed("fact_id"),
  disclosure_fingerprint: distributed("disclosure_id"),
  rollup_pending: distributed("disclosure_id"),
  disclosure_combination: reference,
  disclosure_rollup: reference,
  rollup_progress: reference,
  recipient_notification: distributed("request_id"),
  recipient_notification_standing: distributed("request_id"),
  recipient_notification_report: distributed("request_id"),
  recipient_notification_secret: distributed("request_id"),
  policy_text: reference,
  ledger_log: reference,
  ledger_pending: distributed("event"),
  ledger_leaf: local,
  ledger_tile: local,
  ledger_head: local,
  ledger_checkpoint: local,
  ledger_backfill: reference,
};

/** What Citus could not do with the tables of the current schema, as `table object: why`, sorted. */
async function findBreaches(db: EntityManager, plan: Record<string, Place>): Promise<string[]> {
  const lines = Object.entries(plan).map(
    ([table, place]) => sql`(${table}, ${place.kind}, ${place.kind === "distributed" ? place.by : null})`,
  );
  const breaches = await run<{ breach: string }>(
    db,
    sql`
      WITH line (name, kind, by) AS (SELECT * FROM (VALUES ${join(lines)}) AS v (name, kind, by)),
      here AS (
        SELECT oid, relname, relispartition FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND relname <> ${MIGRATION_TABLE}
      ), plan AS (
        SELECT oid, relname, kind, attnum AS by, attnotnull AS by_not_null
        FROM here JOIN line ON name = relname LEFT JOIN pg_attribute ON attrelid = oid AND attname = line.by
      ), breach (relname, object, why) AS (
        SELECT relname, '', 'has no line in the plan' FROM here WHERE NOT relispartition AND relname NOT IN (SELECT name FROM line)
        UNION ALL
        SELECT name, '', 'is in the plan and no table' FROM line WHERE name NOT IN (SELECT relname FROM here)
        UNION ALL
        SELECT relname, '', 'the distribution column does not exist' FROM plan WHERE kind = 'distributed' AND by IS NULL
        UNION ALL
        SELECT relname, '', 'the distribution column is nullable' FROM plan WHERE kind = 'distributed' AND NOT by_not_null
        UNION ALL
        SELECT relname, indexrelid::regclass::text, 'a unique or exclusion index lacks the distribution column'
        FROM plan JOIN pg_index ON indrelid = plan.oid
        WHERE kind = 'distributed' AND (indisunique OR indisexclusion) AND by <> ALL (indkey::int2[])
        UNION ALL
        SELECT relname, conname, 'a constraint is deferrable' FROM plan JOIN pg_constraint ON conrelid = plan.oid WHERE condeferrable
        UNION ALL
        SELECT source.relname, conname, 'a foreign key leads to a table that is no reference table'
        FROM pg_constraint JOIN plan AS source ON source.oid = conrelid LEFT JOIN plan AS target ON target.oid = confrelid
        WHERE contype = 'f' AND conparentid = 0 AND target.kind IS DISTINCT FROM 'reference'
        UNION ALL
        SELECT relname, tgname, 'has a trigger' FROM plan JOIN pg_trigger ON tgrelid = plan.oid WHERE NOT tgisinternal
        UNION ALL
        SELECT relname, rulename, 'has a rule' FROM plan JOIN pg_rewrite ON ev_class = plan.oid
        UNION ALL
        SELECT here.relname, inhparent::regclass::text, 'inherits without being a partition'
        FROM pg_inherits JOIN here ON here.oid = inhrelid WHERE NOT relispartition
      )
      SELECT (trim(relname || ' ' || object) || ': ' || why) COLLATE "C" AS breach FROM breach ORDER BY 1`,
  );
  return breaches.map((row) => row.breach);
}

describe("the schema on Citus", () => {
  const database = withTestDatabase();

  /** The breaches of a schema of its own, made by `statements` and undone. */
  async function breachesAfter(statements: string[], plan: Record<string, Place>): Promise<string[]> {
    const runner = database.owner.createQueryRunner();
    await runner.startTransaction();
    try {
      for (const statement of ["CREATE SCHEMA sample", "SET LOCAL search_path = sample", ...statements]) {
        await runner.query(statement);
      }
      return await findBreaches(runner.manager, plan);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  }

  it("has a place for every table, and nothing that Citus cannot spread", async () => {
    expect(await findBreaches(database.owner.manager, PLAN)).toEqual([]);
  });

  const good = "CREATE TABLE good (id int NOT NULL CONSTRAINT good_pk PRIMARY KEY, ref int)";
  const ref = "CREATE TABLE ref (id int NOT NULL CONSTRAINT ref_pk PRIMARY KEY)";

  it("may have a table with a foreign key to a reference table, and a partitioned one", async () => {
    expect(
      await breachesAfter(
        [
          ref,
          good,
          "ALTER TABLE good ADD CONSTRAINT good_ref FOREIGN KEY (ref) REFERENCES ref (id)",
          "CREATE TABLE month (id uuid NOT NULL CONSTRAINT month_pk PRIMARY KEY) PARTITION BY RANGE (id)",
          "CREATE TABLE month_all PARTITION OF month DEFAULT",
        ],
        { ref: reference, good: distributed("id"), month: distributed("id") },
      ),
    ).toEqual([]);
  });

  it.each<[string, string[], Record<string, Place>, string[]]>([
    ["a table without a line", [good, ref], { ref: reference }, ["good: has no line in the plan"]],
    ["a line without a table", [], { gone: reference }, ["gone: is in the plan and no table"]],
    [
      "a distribution column that is none",
      [good],
      { good: distributed("nr") },
      ["good: the distribution column does not exist"],
    ],
    [
      "a key without the distribution column, which may also be null",
      [good],
      { good: distributed("ref") },
      [
        "good good_pk: a unique or exclusion index lacks the distribution column",
        "good: the distribution column is nullable",
      ],
    ],
    [
      "an exclusion without the distribution column",
      [good, "ALTER TABLE good ADD CONSTRAINT good_apart EXCLUDE USING btree (ref WITH =)"],
      { good: distributed("id") },
      ["good good_apart: a unique or exclusion index lacks the distribution column"],
    ],
    [
      "a deferrable key",
      ["CREATE TABLE late (id int NOT NULL CONSTRAINT late_pk PRIMARY KEY DEFERRABLE)"],
      { late: distributed("id") },
      ["late late_pk: a constraint is deferrable"],
    ],
    [
      "foreign keys to a distributed table",
      [
        good,
        ref,
        "CREATE TABLE more (id int NOT NULL CONSTRAINT more_pk PRIMARY KEY CONSTRAINT more_good REFERENCES good (id))",
        "ALTER TABLE ref ADD CONSTRAINT ref_good FOREIGN KEY (id) REFERENCES good (id)",
      ],
      { good: distributed("id"), more: distributed("id"), ref: reference },
      [
        "more more_good: a foreign key leads to a table that is no reference table",
        "ref ref_good: a foreign key leads to a table that is no reference table",
      ],
    ],
    [
      "a trigger",
      [
        good,
        "CREATE FUNCTION good_check() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
        "CREATE TRIGGER good_checked BEFORE UPDATE ON good FOR EACH ROW EXECUTE FUNCTION good_check()",
      ],
      { good: distributed("id") },
      ["good good_checked: has a trigger"],
    ],
    [
      "a rule",
      [ref, "CREATE RULE ref_kept AS ON DELETE TO ref DO INSTEAD NOTHING"],
      { ref: reference },
      ["ref ref_kept: has a rule"],
    ],
    [
      "inheritance",
      [good, "CREATE TABLE heir (extra int) INHERITS (good)"],
      { good: distributed("id"), heir: distributed("id") },
      ["heir good: inherits without being a partition"],
    ],
  ])("may not have %s", async (_what, statements, plan, breaches) => {
    expect(await breachesAfter(statements, plan)).toEqual(breaches);
  });
});
