import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  eventOf,
  leafExpression,
  leafKind,
  leavesOf,
  type LeafKind,
} from "../../../src/modules/ledger/index.js";
import { inTransaction } from "../../../src/platform/db/transaction.js";
import { raw, run, sql } from "../../../src/platform/db/sql.js";
import { withTestDatabase } from "../../support/test-database.js";

const ID = "01a00000-0000-7000-8000-000000000001";
/** Of the text by which the agreement is salted. */
const OWN_SALT = "sixteen salt byt";
const SALT = Buffer.alloc(32, 7);

/** A kind with a column of every form. */
const SAMPLE = leafKind(
  "sample",
  {
    id: "uuid",
    word: "text",
    count: "number",
    yes: "boolean",
    at: "moment",
    day: "day",
    list: "keys",
    detail: "json",
    note: "committed text",
    whom: "committed number",
    hash: "committed bytes",
    document: "committed json",
    agreement: "erasable bytes",
  },
  { users: { table: "sample_member", owner: "sample_id", names: "id" } },
);

/** A row of it, as SQL. */
const ROW: Readonly<Record<string, string>> = {
  id: `'${ID}'::uuid`,
  word: "'OUTBOUND'::text",
  count: "42",
  yes: "true",
  at: "'2026-03-01 10:00:00.5+05'::timestamptz(3)",
  day: "'2026-02-28'::date",
  list: "ARRAY['a.b', 'c']::text[]",
  detail: `'{"b": [1], "a": "line\\nend"}'::jsonb`,
  note: "'Асан'::text",
  whom: "4711::bigint",
  hash: "'\\x0102'::bytea",
  document: `'{"x": 1}'::jsonb`,
  agreement: "'\\xff'::bytea",
};

describe("the text of a leaf", () => {
  const database = withTestDatabase();

  /** What the expression makes of a row, in a session with these settings. */
  function leafOf(kind: LeafKind, row: Record<string, string>, root = "NULL::text", settings: string[] = []) {
    const columns = Object.entries(row).map(([column, value]) => `${value} AS ${column}`);
    const leaf = leafExpression(kind, {
      row: "r",
      event: "r.id",
      salt: `'\\x${SALT.toString("hex")}'::bytea`,
      root,
    });
    return inTransaction(database.api, async (tx) => {
      for (const setting of settings) await tx.query(`SET LOCAL ${setting}`);
      const [answer] = await run<{ leaf: Buffer }>(
        tx,
        raw(`SELECT ${leaf} AS leaf FROM (SELECT ${columns.join(", ")}) AS r`),
      );
      return answer!.leaf.toString("utf8");
    });
  }

  beforeAll(() =>
    database.owner.query("INSERT INTO free_text VALUES ($1, 'agreement', '', $2), ($1, 'hash', '', $2)", [
      ID,
      Buffer.from(OWN_SALT),
    ]),
  );

  function commitment(column: string, value: string | Buffer, own = ""): string {
    const salt = createHash("sha256").update(SALT).update(`sample ${ID} ${column}`).update(own).digest();
    return createHash("sha256").update(salt).update(value).digest("hex");
  }

  const TEXT = [
    `disclosure-registry/leaf/v1 sample ${ID}`,
    `id ${ID}`,
    "word OUTBOUND",
    "count 42",
    "yes true",
    "at 2026-03-01T05:00:00.500Z",
    "day 2026-02-28",
    "list a.b c",
    `detail {"a": "line\\nend", "b": [1]}`,
    `note ${commitment("note", "Асан")}`,
    `whom ${commitment("whom", "4711")}`,
    `hash ${commitment("hash", Buffer.from([1, 2]))}`,
    `document ${commitment("document", '{"x": 1}')}`,
    `agreement ${commitment("agreement", Buffer.from([0xff]), OWN_SALT)}`,
    "users 00ff",
    "",
  ].join("\n");

  it("has a line for each column, in clear or committed, and the root over the users last", async () => {
    expect(await leafOf(SAMPLE, ROW, "'00ff'")).toBe(TEXT);
  });

  it("is the same whatever the session's time zone and ways of writing", async () => {
    const settings = [
      "timezone = 'Asia/Almaty'",
      "datestyle = 'German'",
      "bytea_output = 'escape'",
      "extra_float_digits = -5",
    ];
    expect(await leafOf(SAMPLE, ROW, "'00ff'", settings)).toBe(TEXT);
  });

  it("leaves out what is null, and keeps an empty list apart from none", async () => {
    const row = {
      ...Object.fromEntries(
        Object.entries(ROW).map(([column, value]) => [column, `NULLIF(${value}, ${value})`]),
      ),
      id: ROW.id!,
      list: "'{}'::text[]",
    };
    expect(await leafOf(SAMPLE, row)).toBe(`disclosure-registry/leaf/v1 sample ${ID}\nid ${ID}\nlist \n`);
  });

  it("says nothing any more of what was erasable once its own salt is erased", async () => {
    const other = "01960000-0000-7000-8000-00000000ffff";
    const row = { id: `'${other}'::uuid`, agreement: ROW.agreement! };
    const columns = Object.keys(SAMPLE.columns).filter((column) => !(column in row));
    const nothing = Object.fromEntries(
      columns.map((column) => [column, `NULLIF(${ROW[column]}, ${ROW[column]})`]),
    );
    expect(await leafOf(SAMPLE, { ...nothing, ...row })).toBe(
      `disclosure-registry/leaf/v1 sample ${other}\nid ${other}\n`,
    );
  });

  it("commits to a list of keys that is too long for a leaf", async () => {
    const key = "k".repeat(2_000);
    const text = Array.from({ length: 60 }, () => key).join(" ");
    const leaf = await leafOf(SAMPLE, { ...ROW, list: `array_fill('${key}'::text, ARRAY[60])` });
    expect(leaf).toContain(`\nlist sha256:${commitment("list", text)}\n`);
    expect(leaf.length).toBeLessThan(3_000);
  });
});

describe("leaves of rows that are recorded", () => {
  const database = withTestDatabase();
  const PAIR = leafKind("pair", { one: "text", number: "number" }, { key: ["one", "number"] });
  const rows = sql`(SELECT 'a'::text AS one, 1 AS number UNION ALL SELECT 'b', 2)`;
  const pending = () =>
    run<{ event: string; kind: string; leaf: Buffer }>(
      database.api.manager,
      sql`SELECT * FROM ledger_pending ORDER BY leaf`,
    );

  it("are left for the sequencer under their events, which a key of several columns is hashed into", async () => {
    await run(database.api.manager, leavesOf(PAIR, rows));
    const events = [eventOf(PAIR, ["a", 1]), eventOf(PAIR, ["b", 2])];
    expect((await pending()).map(({ event, kind, leaf }) => [event, kind, leaf.toString("utf8")])).toEqual(
      [
        [events[0], "pair", `disclosure-registry/leaf/v1 pair ${events[0]}\none a\nnumber 1\n`],
        [events[1], "pair", `disclosure-registry/leaf/v1 pair ${events[1]}\none b\nnumber 2\n`],
      ].sort((one, other) => (one[2]! < other[2]! ? -1 : 1)),
    );
  });

  it("hold the root of those of their rows that own users", async () => {
    const owning = leafKind("owning", PAIR.columns, {
      key: PAIR.key,
      users: { table: "owned", owner: "one", names: "one" },
    });
    await run(database.owner.manager, sql`DELETE FROM ledger_pending`);
    await run(
      database.api.manager,
      leavesOf(owning, rows, [{ event: eventOf(owning, ["b", 2]), root: "0a" }]),
    );
    const texts = (await pending()).map(({ leaf }) => leaf.toString("utf8").split("\n").slice(1));
    expect(texts).toContainEqual(["one a", "number 1", ""]);
    expect(texts).toContainEqual(["one b", "number 2", "users 0a", ""]);
    expect(() => leavesOf(owning, rows)).toThrow("A leaf of owning holds the root over its users");
  });

  it("are not left while the ledger is off", async () => {
    await run(database.owner.manager, sql`DELETE FROM ledger_pending`);
    await run(database.owner.manager, sql`UPDATE ledger_log SET is_on = false`);
    await run(database.api.manager, leavesOf(PAIR, rows));
    expect(await pending()).toEqual([]);
  });
});
