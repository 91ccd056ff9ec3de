import { describe, expect, it } from "@jest/globals";
import { grants } from "../../migrations/grants.js";
import { leaves } from "../../src/leaves.js";
import type { LeafForm, LeafKind } from "../../src/modules/ledger/index.js";
import { factTables } from "../../src/platform/db/grant-list.js";
import { run, sql } from "../../src/platform/db/sql.js";
import { withTestDatabase } from "../support/test-database.js";

/** What PostgreSQL calls the type of a column that may stand in a form. */
const TYPES: Readonly<Record<LeafForm, readonly string[]>> = {
  uuid: ["uuid"],
  text: ["text"],
  number: ["smallint", "integer", "bigint"],
  boolean: ["boolean"],
  moment: ["timestamp(3) with time zone"],
  day: ["date"],
  keys: ["text[]"],
  json: ["jsonb"],
  "committed text": ["text"],
  "committed number": ["bigint"],
  "committed json": ["jsonb"],
  "committed bytes": ["bytea"],
  "erasable bytes": ["bytea"],
};

/** Texts in clear that no constraint closes, and why no word of a person can stand in them. */
const CLOSED_OTHERWISE: Readonly<Record<string, string>> = {
  "api_key.id": "made by the registry",
  "api_key.created_by": "the id of an API key",
  "api_key_secret.created_by": "the id of an API key",
  "api_key_revocation.revoked_by": "the id of an API key",
  "person_identity.id": "made by the registry",
  "sign_in_end.ended_by": "the id of an API key, or of a person",
  "secret_fingerprint.purpose": "a word of the registry's own",
  "policy_text.language": "a language's tag, in the registry's one way of writing it",
  "policy_text.published_by": "the id of an API key",
  "subject_fact.recorded_by": "the id of an API key, or the registry itself",
  "authority_request.recorded_by": "the id of an API key",
  "authority_review.recorded_by": "the id of an API key",
  "accounting_suspension.recorded_by": "the id of an API key",
  "rights_request.recorded_by": "the id of an API key",
  "rights_request_step.recorded_by": "the id of an API key",
  "recipient_notification.kind": "the kind of its request",
  "recipient_notification_report.reported_by": "the id of an API key",
  "accounting_given.given_by": "the id of an API key",
  "destruction.recorded_by": "the id of an API key",
  "subject_look_up.recorded_by": "the id of an API key",
  "disclosure.recorded_by": "the id of an API key, which the registry makes",
  "disclosure.stated_destination": "a country's code, read against the data map",
  "disclosure.counterparty_country": "a country's code of the data map",
  "disclosure.channel": "a vocabulary of the interface",
  "disclosure.outcome": "a vocabulary of the interface",
  "amendment.recorded_by": "the id of an API key",
  "finding.recipient": "a key of the data map, copied from its disclosure",
  "finding.purpose": "a key of the data map, copied from its disclosure",
  "finding.code": "a vocabulary of the registry's own",
  "finding_acknowledgement.acknowledged_by": "the id of an API key",
  "disclosure_authorization.authorized_by": "the id of an API key",
  "disclosure_authorization.stated_destination": "a country's code, read against the data map",
};

interface ColumnShape {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  /** Its place in the primary key, from 1 on; null outside. */
  readonly place: number | null;
  /** Whether a CHECK or a foreign key names it. */
  readonly isClosed: boolean;
}

describe("the kinds of leaves", () => {
  const database = withTestDatabase();

  /** All columns of the tables of facts. */
  const columnsOfFacts = () =>
    run<ColumnShape>(
      database.owner.manager,
      sql`SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type,
                 array_position(k.conkey::int2[], a.attnum) + 1 - array_lower(k.conkey::int2[], 1) AS place,
                 EXISTS (SELECT FROM pg_constraint o WHERE o.conrelid = c.oid AND o.contype IN ('c', 'f')
                           AND a.attnum = ANY (o.conkey)) AS "isClosed"
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
           WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = ANY (${factTables(grants)}::text[])
           ORDER BY c.relname, a.attnum`,
    );

  it("are one for each table of facts, or have its rows in the leaves of those they belong to", () => {
    const tables = leaves.flatMap(({ table, users }) => [table, ...(users ? [users.table] : [])]);
    expect(tables.toSorted()).toEqual(factTables(grants).toSorted());
  });

  it("have every column of their table, in a form that fits its type, and its key", async () => {
    const shapes = await columnsOfFacts();
    for (const kind of leaves) {
      const own = shapes.filter(({ table }) => table === kind.table);
      expect({ table: kind.table, columns: Object.keys(kind.columns).toSorted() }).toEqual({
        table: kind.table,
        columns: own.map(({ column }) => column).toSorted(),
      });
      for (const { column, type } of own) {
        expect({ kind: kind.table, column, fits: TYPES[kind.columns[column]!] }).toEqual({
          kind: kind.table,
          column,
          fits: expect.arrayContaining([type]),
        });
      }
      expect(kind.key).toEqual(keyOf(own));
    }
  });

  it("say of a table of sets by which column its rows belong to whom, and it has no others but those of a packed set", async () => {
    const shapes = await columnsOfFacts();
    for (const { table, users } of leaves.filter((kind) => kind.users)) {
      const own = shapes.filter((shape) => shape.table === users!.table);
      const columns = own.map(({ column }) => column).toSorted();
      expect(columns).toEqual(["bitmap", "offsets", "segment", "slot", users!.owner].toSorted());
      const named = shapes.find((shape) => shape.table === table && shape.column === users!.names);
      expect(named?.type).toBe("uuid");
    }
  });

  it("hold no text in clear that could be anything: each has a vocabulary, or is a key of a catalogue", async () => {
    const open = (await columnsOfFacts())
      .filter(({ table, column }) => formOf(leaves, table, column) === "text")
      .filter(({ isClosed }) => !isClosed)
      .map(({ table, column }) => `${table}.${column}`);
    expect(open.toSorted()).toEqual(Object.keys(CLOSED_OTHERWISE).toSorted());
  });
});

function keyOf(own: readonly ColumnShape[]): string[] {
  return own
    .filter(({ place }) => place !== null)
    .sort((one, other) => one.place! - other.place!)
    .map(({ column }) => column);
}

function formOf(kinds: readonly LeafKind[], table: string, column: string): LeafForm | undefined {
  return kinds.find((kind) => kind.table === table)?.columns[column];
}
