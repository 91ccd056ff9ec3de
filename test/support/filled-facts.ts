import type { DataSource, EntityManager } from "typeorm";
import { leaves } from "../../src/leaves.js";
import { eventOf, leavesOf, type LeafForm, type LeafKind } from "../../src/modules/ledger/index.js";
import { SetRoot } from "../../src/modules/ledger/core/set-root.js";
import { raw, run, sql } from "../../src/platform/db/sql.js";
import { commitToFreeText } from "../../src/platform/erasable-text/free-text.js";
import { newId } from "../../src/platform/ids.js";

/**
 * Rows in every table of facts, with a value in every column, and a leaf for each: what no story would reach. What the rows say makes
 * no sense, so whoever could put them in past the registry first takes away what stands against it.
 */

type Row = Record<string, unknown>;

const FIRST_MOMENT = Date.parse("2026-03-02T10:00:00.123Z");
const MINUTE_MS = 60_000;

/** Takes away every check and foreign key of a database, as its superuser can. */
export async function dropChecks(superuser: DataSource): Promise<void> {
  await superuser.query(`DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint
              WHERE contype IN ('c', 'f') AND connamespace = current_schema()::regnamespace AND coninhcount = 0 LOOP
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname);
    END LOOP; END $$`);
}

/** Adds one row to each table of facts, and what belongs to it. `number` tells them apart; the sets of even ones are larger. */
export async function fillFacts(superuser: DataSource, number: number): Promise<void> {
  await superuser.query("SELECT make_coverage_partitions($1, $1)", [momentOf(number)]);
  await superuser.transaction(async (db) => {
    for (const kind of leaves) await fillKind(db, kind, number);
  });
}

async function fillKind(db: EntityManager, kind: LeafKind, number: number): Promise<void> {
  const entries = Object.entries(kind.columns).map(([column, form]) => [
    column,
    valueOf(form, column, number),
  ]);
  const row = Object.fromEntries(entries) as Row;
  if ("free_text_commitments" in row) await addText(db, kind, row);
  const { table } = kind;
  await insert(db, table, [row]);
  const event = eventOf(
    kind,
    kind.key.map((column) => row[column] as string),
  );
  const roots = kind.users
    ? [{ event, root: await addUsers(db, kind, event, row[kind.users.names], number) }]
    : undefined;
  const key = kind.key.map((column) => `${column}::text = '${String(row[column])}'`).join(" AND ");
  await run(db, leavesOf(kind, raw(`(SELECT * FROM ${table} WHERE ${key})`), roots));
}

const momentOf = (number: number) => new Date(FIRST_MOMENT + number * MINUTE_MS).toISOString();

function valueOf(form: LeafForm, column: string, number: number): unknown {
  switch (form) {
    case "uuid":
      return newId(new Date(momentOf(number)));
    case "number":
    case "committed number":
      return 100 + number;
    case "boolean":
      return number % 2 === 0;
    case "moment":
      return momentOf(number);
    case "day":
      return momentOf(number).slice(0, 10);
    case "keys":
      return [`${column}.first`, `${column}.second`];
    case "json":
    case "committed json":
      return { word: `${column}${number}` };
    case "committed bytes":
    case "erasable bytes":
      return `\\x${Buffer.from(`${column}${number}`).toString("hex")}`;
    case "text":
    case "committed text":
      return `${column}_${number}`;
  }
}

async function addText(db: EntityManager, kind: LeafKind, row: Row): Promise<void> {
  const id = String("id" in row ? row.id : row[kind.key[0]!]);
  const erasable = Object.keys(kind.columns).filter((column) => kind.columns[column]!.startsWith("erasable"));
  const salted = Object.fromEntries(erasable.map((column) => [column, ""]));
  const { rows, commitments } = commitToFreeText(id, { note: "Somebody wrote this.", ...salted });
  row.free_text_commitments = commitments;
  const texts = rows.map(({ factId, field, body, salt }) => ({
    ...{ fact_id: factId, field, body },
    salt: `\\x${salt.toString("hex")}`,
  }));
  await insert(db, "free_text", texts);
}

/** Answers the root over the users. */
async function addUsers(
  db: EntityManager,
  kind: LeafKind,
  event: string,
  id: unknown,
  number: number,
): Promise<string> {
  const { table, owner } = kind.users!;
  const [log] = await run<{ salt: Buffer }>(db, sql`SELECT salt FROM ledger_log`);
  const tree = new SetRoot(log!.salt, { kind: kind.table, event });
  const common = { [owner]: id, offsets: null, bitmap: null };
  const rows: Row[] = [{ ...common, segment: 2, slot: 40 + number }];
  tree.add(2, [40 + number]);
  if (number % 2 === 0) {
    rows.push({ ...common, segment: 5, slot: -1, offsets: [0, 7, 4095] });
    tree.add(5, [0, 7, 4095]);
    rows.push({ ...common, segment: 9, slot: -1, bitmap: "01".repeat(2048) });
    tree.add(
      9,
      Array.from({ length: 2048 }, (_, at) => 2 * at + 1),
    );
  }
  await insert(db, table, rows);
  return tree.hex();
}

function insert(db: EntityManager, table: string, rows: readonly Row[]): Promise<unknown> {
  return run(
    db,
    sql`INSERT INTO ${raw(table)} SELECT * FROM jsonb_populate_recordset(NULL::${raw(table)}, ${JSON.stringify(rows)}::jsonb)`,
  );
}
