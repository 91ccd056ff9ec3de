import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  countNotifications,
  listNotifications,
  type NotificationConditions,
} from "../../src/modules/rights/notifications/notifications.repository.js";
import { enterStatement, inRowScope, type RowScope } from "../../src/platform/db/row-scope.js";
import { withTestDatabase } from "../support/test-database.js";
import { planOfStatement, type PlanStep, statementOf } from "./explain.js";

const database = withTestDatabase();

/** Of each of two thousand requests all five recipients are told; of the newer half they are yet to be. */
beforeAll(async () => {
  const { owner } = database;
  await owner.query("INSERT INTO data_map_revision VALUES (1, '{}', '', NULL, 'First.', 'test', now())");
  await owner.query("INSERT INTO jurisdiction VALUES ('KZ', 'Kazakhstan', 1)");
  await owner.query(
    "INSERT INTO recipient SELECT 'partner_' || n, 'A partner', 'SERVICE_PROVIDER', 'KZ', 1 FROM generate_series(1, 5) AS n",
  );
  await owner.query(
    `INSERT INTO recipient_notification
     SELECT gen_random_uuid(), md5('request ' || request)::uuid, now(), now() - request * interval '1 minute', NULL, NULL, 'ERASURE',
            'partner_' || partner, 'API', '{contacts}'
       FROM generate_series(1, 2000) AS request, generate_series(1, 5) AS partner`,
  );
  await owner.query(
    `INSERT INTO recipient_notification_standing
     SELECT request_id, id, CASE WHEN opened_at > now() - interval '1000 minutes' THEN 'OPEN' ELSE 'SENT' END
       FROM recipient_notification`,
  );
  await owner.query("VACUUM ANALYZE recipient_notification, recipient_notification_standing");
});

const bound: RowScope = { key: "a key", recipients: ["partner_3"], purposes: null };

/** The plan of the one statement with this text that the work sends, as the caller's transactions see it. */
async function planWithin(
  scope: RowScope | null,
  part: string,
  work: () => Promise<unknown>,
): Promise<PlanStep[]> {
  const { api } = database;
  const statement = await statementOf(api, part, () => inRowScope(scope, work));
  const entering = scope ? [{ text: enterStatement(scope, api), values: [] }] : [];
  return planOfStatement(api, [...entering, statement]);
}

describe("A page of a recipient's notifications", () => {
  it.each<[string, string, NotificationConditions, RowScope | null]>([
    ["all", "whoever sees to them", {}, null],
    ["all", "the recipient's own key", {}, bound],
    ["the open ones", "whoever sees to them", { status: "OPEN" }, null],
    ["the open ones", "the recipient's own key", { status: "OPEN" }, bound],
  ])("reads the newest few and no more: %s, for %s", async (_, __, conditions, scope) => {
    const plan = await planWithin(scope, "ORDER BY n.opened_at DESC", () =>
      listNotifications(
        database.api.manager,
        { recipients: ["partner_3"], ...conditions },
        { direction: "forward", limit: 20 },
      ),
    );
    expect(plan.map(({ index }) => index)).toContain("recipient_notification_by_recipient");
    expect(plan.map(({ type }) => type)).not.toContain("Sort");
    expect(plan.map(({ type }) => type)).not.toContain("Bitmap Heap Scan");
  });
});

describe("What a bound key sees", () => {
  it("is asked once a statement, and not of each row", async () => {
    const plan = await planWithin(bound, "count(*)", () =>
      countNotifications(database.api.manager, { recipients: ["partner_3"], status: "OPEN" }),
    );
    const read = plan.filter(({ table }) => table?.startsWith("recipient_notification"));
    expect(read.length).toBeGreaterThanOrEqual(3);
    for (const { filter, indexCondition } of read) {
      expect(`${filter} ${indexCondition}`).not.toMatch(/current_setting|CURRENT_USER/);
    }
  });
});
