import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { LIFT_RESTRICTION, RESTRICT_USE, WITHDRAW_CONSENT } from "../support/fact-operations.js";
import { RETENTION_DUE, retentionOf } from "../support/retention-operations.js";
import { storeFact } from "../support/store-facts.js";
import { withTestServer } from "../support/test-server.js";
import { waitingAtOnce } from "../support/until-waiting.js";

const server = withTestServer();
const { due, rows, endAgreements, match } = retentionOf(server);

const RULE = "while_consent_lasts";
const DAY = "2026-01-31";
const holdId = v7();

beforeAll(async () => {
  await endAgreements("2020-03-31", "ann", "bob", "eve");
  await endAgreements("2020-04-30", "carl");
  await endAgreements("2024-06-30", "dora");
  const hold = { id: holdId, subject: "eve", kind: "LEGAL_HOLD", from: "2026-01-10T00:00:00Z" };
  await server.admin.request(RESTRICT_USE, { input: hold });
});

describe("Query.retentionDue", () => {
  it("lists by rule, category and first day whose data may be kept no longer", async () => {
    expect(await rows({ asOf: DAY })).toEqual(
      ["partner_supplied", "reviews", "technical", "usage"].flatMap((category) => [
        `${RULE} ${category} 2025-04-01 2 held 1`,
        `${RULE} ${category} 2025-05-01 1`,
      ]),
    );
    expect(await rows({ asOf: "2025-04-30", category: "reviews" })).toEqual([
      `${RULE} reviews 2025-04-01 2 held 1`,
    ]);
    expect(await rows({ asOf: "2025-03-31" })).toEqual([]);
  });

  it("is that of today on the controller's calendar where no day is given", async () => {
    const today = () => new Intl.DateTimeFormat("sv", { timeZone: "Asia/Almaty" }).format(new Date());
    const before = today();
    const { retentionDue } = await server.admin.request<{ retentionDue: { asOf: string } }>(
      "{ retentionDue { asOf } }",
    );
    expect([before, today()]).toContain(retentionDue.asOf);
  });

  it("looks ahead, as far as is known today", async () => {
    expect(await rows({ asOf: "2029-07-01", category: "usage" })).toContain(`${RULE} usage 2029-07-01 1`);
  });

  it("names the rules that keep the same data for other purposes, and those of which it cannot tell", async () => {
    const report = await due({ asOf: DAY, rule: RULE, category: "reviews" });
    expect(report.rows.nodes[0]!.keptForOtherPurposes).toEqual([{ key: "as_long_as_needed" }]);
    expect(report).toMatchObject({ asOf: DAY, revision: 1, undecidable: [] });
    expect((await due({ asOf: DAY })).undecidable).toEqual([
      { retentionRule: { key: "as_long_as_needed" }, reason: "START_UNKNOWN" },
      { retentionRule: { key: "accounting_law" }, reason: "START_UNKNOWN" },
    ]);
  });

  it("is narrowed to a category with what is under it, and with what it is under", async () => {
    const only = async (category: string) =>
      new Set((await rows({ asOf: DAY, category })).map((row) => row.split(" ")[1]));
    expect(await only("usage")).toEqual(new Set(["usage"]));
    expect(await only("usage.pages_viewed")).toEqual(new Set(["usage"]));
    expect(await only("identification")).toEqual(new Set());
  });

  it("is read page by page", async () => {
    const all = (await due({ asOf: DAY })).rows.nodes;
    const pages = [];
    for (let after: string | undefined; ;) {
      const { rows: page } = await due({ asOf: DAY, first: 3, after });
      expect(page.totalCount).toBe(all.length);
      pages.push(...page.nodes);
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(pages).toEqual(all);
  });

  it("hands out the users as handles, and as a set that references are matched against", async () => {
    const USERS = `{ retentionDue(asOf: "${DAY}", category: "reviews") { rows { nodes {
      set subjects(first: 1) { nodes { id } totalCount pageInfo { hasNextPage endCursor } } } } } }`;
    const answer = await server.admin.request<{
      retentionDue: {
        rows: { nodes: { set: string; subjects: { nodes: { id: string }[]; pageInfo: object } }[] };
      };
    }>(USERS);
    const [march, april] = answer.retentionDue.rows.nodes;
    expect(await match(march!.set, "ann", "bob", "carl", "dora", "eve", "nobody")).toEqual(["ann", "bob"]);
    expect(await match(april!.set, "ann", "carl")).toEqual(["carl"]);
    expect(march!.subjects).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
    expect(march!.subjects.nodes).toHaveLength(1);
    const handles = await server.admin.request<{
      retentionDue: { rows: { nodes: { subjects: { nodes: { id: string }[] } }[] } };
    }>(
      `query ($after: String) { retentionDue(asOf: "${DAY}", category: "reviews") { rows(first: 1) { nodes {
         subjects(first: 5, after: $after) { nodes { id } } } } } }`,
      { after: (march!.subjects.pageInfo as { endCursor: string }).endCursor },
    );
    const [second] = handles.retentionDue.rows.nodes[0]!.subjects.nodes;
    expect(second!.id).not.toBe(march!.subjects.nodes[0]!.id);
  });

  it("keeps who is in a set from those who may not look users up", async () => {
    const auditor = await server.as("AUDITOR");
    await expect(due({ asOf: DAY }, auditor)).resolves.toMatchObject({ asOf: DAY });
    const [error] = await auditor.errorsOf(`{ retentionDue(asOf: "${DAY}") { rows { nodes { set } } } }`);
    expect(error!.extensions.code).toBe("FORBIDDEN");
  });

  it("counts users again once the legal hold is lifted", async () => {
    await server.admin.request(LIFT_RESTRICTION, {
      input: { id: v7(), subject: "eve", restriction: holdId, liftedAt: "2026-02-20T00:00:00Z" },
    });
    expect(await rows({ asOf: DAY, category: "reviews" })).toEqual([
      `${RULE} reviews 2025-04-01 3`,
      `${RULE} reviews 2025-05-01 1`,
    ]);
  });

  it("tells of what went with an account at once", async () => {
    await storeFact(server.database.api, { kind: "ERASURE", erasedAt: new Date("2026-01-15T10:00:00Z") }, [
      "ann",
    ]);
    expect(await rows({ asOf: "2026-01-14", rule: "account_deleted" })).toEqual([]);
    expect(await rows({ asOf: "2026-01-15", rule: "account_deleted" })).toEqual([
      "account_deleted identification 2026-01-15 1",
    ]);
  });

  it("answers one question at a time, so that connections are left for recording", async () => {
    const ask = () => rows({ asOf: DAY });
    expect(await waitingAtOnce(server, "destruction_member", ask)).toBe(1);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["an unknown rule", { rule: "while_consent_last" }, "retentionRule"],
    ["an unknown category", { category: "usages" }, "category"],
    ["another list's cursor", { after: "WyJ4Il0" }, "after"],
  ])("refuses %s, and says what to change", async (_what, variables, field) => {
    const [error] = await server.admin.errorsOf(RETENTION_DUE, { asOf: DAY, ...variables });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: [field] });
  });
});

describe("A rule for the same purposes", () => {
  beforeAll(async () => {
    const rule = {
      key: "kept_longer",
      name: "Kept longer",
      description: "A law keeps reviews for longer.",
      categories: ["reviews"],
      purposes: ["marketing"],
      period: "P9Y",
      startEvent: "AGREEMENT_ENDED",
      legalSource: "A law on reviews",
    };
    await server.admin.request(
      "mutation ($input: UpsertRetentionRuleInput!) { upsertRetentionRule(input: $input) { applied } }",
      { input: rule },
    );
  });

  it("keeps what another one has let go, which is listed only where that is asked for", async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    expect(await rows({ asOf: tomorrow, category: "reviews" })).toEqual([]);
    const kept = await due({ asOf: tomorrow, category: "reviews", kept: true });
    expect(kept.rows.nodes[0]).toMatchObject({
      dueFrom: "2025-04-01",
      subjectCount: 3,
      keptBy: [{ key: "kept_longer", legalSource: "A law on reviews" }],
    });
    expect(await rows({ asOf: tomorrow, category: "usage" })).not.toEqual([]);
    expect(await rows({ asOf: "2029-04-01", category: "reviews", rule: "kept_longer" })).toEqual([
      "kept_longer reviews 2029-04-01 3",
    ]);
  });

  it("counts only from its revision on", async () => {
    expect(await rows({ asOf: DAY, category: "reviews" })).toHaveLength(2);
  });
});

describe("A withdrawal", () => {
  it("that nobody had consented before starts no period", async () => {
    await server.admin.request(WITHDRAW_CONSENT, {
      input: { id: v7(), subject: "fred", legalGround: "consent", receivedAt: "2020-01-01T00:00:00Z" },
    });
    expect(await rows({ asOf: DAY, category: "usage" })).toEqual([
      `${RULE} usage 2025-04-01 3`,
      `${RULE} usage 2025-05-01 1`,
    ]);
  });
});
