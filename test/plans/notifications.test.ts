import { beforeAll, describe, expect, it } from "@jest/globals";
import { listNotifications } from "../../src/modules/rights/notifications/notifications.repository.js";
import { enterStatement, inRowScope, type RowScope } from "../../src/platform/db/row-scope.js";
import { withTestDatabase } from "../support/test-database.js";
import { planOfStatement, statementOf } from "./explain.js";

const database = withTestDatabase();

/** Of each of two thousand requests all five recipients are told. */
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
    "INSERT INTO recipient_notification_standing SELECT request_id, id, 'SENT' FROM recipient_notification",
  );
  await owner.query("VACUUM ANALYZE recipient_notification, recipient_notification_standing");
});

describe("A page of a recipient's notifications", () => {
  const bound: RowScope = { key: "a key", recipients: ["partner_3"], purposes: null };

  it.each<[string, RowScope | null]>([
    ["whoever sees to them", null],
    ["the recipient's own key", bound],
  ])("reads the newest few and no more, for %s", async (_, scope) => {
    const { api } = database;
    const page = await statementOf(api, "ORDER BY n.opened_at DESC", () =>
      inRowScope(scope, () =>
        listNotifications(api.manager, { recipients: ["partner_3"] }, { direction: "forward", limit: 20 }),
      ),
    );
    const entering = scope ? [{ text: enterStatement(scope, api), values: [] }] : [];
    const plan = await planOfStatement(api, [...entering, page]);
    expect(plan.map(({ index }) => index)).toContain("recipient_notification_by_recipient");
    expect(plan.map(({ type }) => type)).not.toContain("Sort");
    expect(plan.map(({ type }) => type)).not.toContain("Bitmap Heap Scan");
  });
});
