import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { inRowScope, type RowScope } from "../../../src/platform/db/row-scope.js";
import { raw, run, sql } from "../../../src/platform/db/sql.js";
import { withTestDatabase } from "../../support/test-database.js";

const database = withTestDatabase();
let pool: DataSource;
beforeAll(async () => {
  pool = await createDataSource({ url: database.apiUrl, entities: [], poolSize: 1 }).initialize();
});
afterAll(() => pool?.destroy());

const of = (recipients: string[] | null, purposes: string[] | null = null): RowScope => ({
  key: `key of ${recipients?.[0]}`,
  recipients,
  purposes,
});
const BANK = of(["bank"]);

describe("Of users' requests, lists and facts the scoped role", () => {
  /** The bank and the courier are told of the first, the courier alone of the second, nobody of the third. */
  const [SHARED, COURIERS, UNTOLD] = [1, 2, 3].map((digit) => `00000000-0000-7000-8000-00000000000${digit}`);
  const NOTIFICATIONS = [
    { request: SHARED, recipient: "bank" },
    { request: SHARED, recipient: "courier" },
    { request: COURIERS, recipient: "courier" },
  ];

  beforeAll(async () => {
    const { manager } = database.owner;
    for (const statement of [
      "INSERT INTO data_map_revision VALUES (1, '{}', '', NULL, 'First.', 'test', now())",
      "INSERT INTO jurisdiction VALUES ('KZ', 'Kazakhstan', 1)",
      "INSERT INTO recipient SELECT key, key, 'SERVICE_PROVIDER', 'KZ', 1 FROM unnest('{bank,courier}'::text[]) AS key",
      `INSERT INTO subject_list (id, created_at, created_by, subject_count, expires_at)
         SELECT gen_random_uuid(), now(), sender, 1, now() FROM unnest('{key of bank,key of courier}'::text[]) AS sender`,
    ])
      await run(manager, sql`${raw(statement)}`);
    for (const request of [SHARED, COURIERS, UNTOLD]) {
      await run(
        manager,
        sql`WITH requested AS (
              INSERT INTO rights_request (id, received_at, recorded_by, revision, kind, form, in_due_form, form_problems, categories,
                                          purposes, free_text_commitments)
              VALUES (${request}, now(), 'test', 1, 'ERASURE', 'WRITTEN', true, '{}', '{}', '{}', '{}')
            ), standing AS (INSERT INTO rights_request_standing VALUES (${request}, 'DECIDED', NULL, false))
            INSERT INTO rights_request_step
              VALUES (${request}, 1, gen_random_uuid(), now(), 'test', 'DECIDED', '{}', '{}')`,
      );
    }
    for (const { request, recipient } of NOTIFICATIONS) {
      await run(
        manager,
        sql`WITH opened AS (
              INSERT INTO recipient_notification
              VALUES (gen_random_uuid(), ${request}, now(), now(), NULL, NULL, 'ERASURE', ${recipient}, 'API', '{contacts}')
              RETURNING request_id, id
            ) INSERT INTO recipient_notification_standing SELECT request_id, id, 'OPEN' FROM opened`,
      );
    }
  });

  /** What a statement's one column holds, or what it was refused for. */
  const within = async (scope: RowScope, statement: string): Promise<unknown> => {
    try {
      return (
        await inRowScope(scope, () => run<{ seen: unknown }>(pool.manager, sql`${raw(statement)}`))
      ).map(({ seen }) => seen);
    } catch (error) {
      return (error as Error).message;
    }
  };
  const refused = (table: string) => `new row violates row-level security policy for table "${table}"`;

  it.each([
    ["SELECT key AS seen FROM recipient ORDER BY 1", ["bank"], ["courier"], ["bank", "courier"]],
    ["SELECT created_by AS seen FROM subject_list", ["key of bank"], ["key of courier"], []],
    ["SELECT id AS seen FROM rights_request ORDER BY 1", [SHARED], [SHARED, COURIERS], []],
    ["SELECT request_id AS seen FROM rights_request_standing ORDER BY 1", [SHARED], [SHARED, COURIERS], []],
    ["SELECT request_id AS seen FROM rights_request_step ORDER BY 1", [SHARED], [SHARED, COURIERS], []],
    [
      "SELECT request_id AS seen FROM recipient_notification_standing ORDER BY 1",
      [SHARED, SHARED],
      [SHARED, SHARED, COURIERS],
      [],
    ],
  ])("sees its own alone: %s", async (statement, ofBank, ofCourier, ofPurposes) => {
    expect(await within(BANK, statement)).toEqual(ofBank);
    expect(await within(of(["courier"]), statement)).toEqual(ofCourier);
    expect(await within(of(null, ["loans"]), statement)).toEqual(ofPurposes);
  });

  it("adds and changes no more than follows from its last report", async () => {
    const step = (request: string | undefined, kind: string, by = "NULL") =>
      within(
        BANK,
        `INSERT INTO rights_request_step VALUES ('${request}', 2, gen_random_uuid(), now(), ${by}, '${kind}', '{}', '{}')`,
      );
    expect(await step(SHARED, "DECIDED")).toBe(refused("rights_request_step"));
    expect(await step(SHARED, "RECIPIENTS_TOLD", "'bank'")).toBe(refused("rights_request_step"));
    expect(await step(COURIERS, "RECIPIENTS_TOLD")).toBe(refused("rights_request_step"));
    expect(await step(SHARED, "RECIPIENTS_TOLD")).toEqual([]);

    const stand = (status: string) =>
      within(BANK, `UPDATE rights_request_standing SET status = '${status}' RETURNING request_id AS seen`);
    expect(await stand("RECEIVED")).toBe(refused("rights_request_standing"));
    expect(await stand("DONE")).toEqual([SHARED]);

    const report = (of: string) =>
      within(
        BANK,
        `UPDATE recipient_notification_standing s SET status = 'SENT'
          WHERE (s.notification_id IN (SELECT id FROM recipient_notification)) = ${of} RETURNING request_id AS seen`,
      );
    expect(await report("false")).toBe(refused("recipient_notification_standing"));
    expect(await report("true")).toEqual([SHARED]);
  });

  it("records no fact about a user but that one came back after an erasure", async () => {
    const record = (kind: string, by: string) =>
      within(
        BANK,
        `INSERT INTO subject_fact (id, moment, subject_count, kind, recorded_by) VALUES (gen_random_uuid(), now(), 1, '${kind}', '${by}')`,
      );
    expect(await record("CONSENT", "registry")).toBe(refused("subject_fact"));
    expect(await record("ERASURE", "key of bank")).toBe(refused("subject_fact"));
    expect(await record("ERASURE", "registry")).toEqual([]);
  });

  it("keeps no list under another's key", async () => {
    const keep = (key: string) =>
      within(
        BANK,
        `INSERT INTO subject_list (id, created_at, created_by, subject_count, expires_at) VALUES (gen_random_uuid(), now(), '${key}', 1, now())`,
      );
    expect(await keep("key of courier")).toBe(refused("subject_list"));
    expect(await keep("key of bank")).toEqual([]);
  });
});
