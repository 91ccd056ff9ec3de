import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { LIFT_RESTRICTION, RESTRICT_USE } from "../support/fact-operations.js";
import { destructionInput, RECORD_DESTRUCTION, retentionOf } from "../support/retention-operations.js";
import { sendList } from "../support/send-list.js";
import { withTestServer } from "../support/test-server.js";
import { untilWaiting } from "../support/until-waiting.js";

const server = withTestServer();
const { rows, endAgreements, record, refusalOf, list } = retentionOf(server);

const RULE = "while_consent_lasts";
const DAY = "2026-01-31";
const heldId = v7();

beforeAll(async () => {
  await endAgreements("2020-03-31", "ann", "bob", "held");
  await endAgreements("2020-04-30", "carl");
  await endAgreements("2024-06-30", "dora");
  const hold = { id: heldId, subject: "held", kind: "LEGAL_HOLD" };
  await server.admin.request(RESTRICT_USE, { input: { ...hold, from: "2026-01-10T00:00:00Z" } });
});

describe("A destruction", () => {
  const input = destructionInput({ dataStore: null });

  it("is recorded of everybody who was due, who are due no longer", async () => {
    expect(await rows({ asOf: DAY, category: "reviews" })).toEqual([
      `${RULE} reviews 2025-04-01 2 held 1`,
      `${RULE} reviews 2025-05-01 1`,
    ]);
    const { created, destruction } = await record(input);
    expect(created).toBe(true);
    expect(destruction).toMatchObject({
      id: input.id,
      asOf: DAY,
      method: "DELETION",
      subjectCount: 3,
      notDueCount: 0,
      heldCount: 1,
      revision: 1,
      evidence: "Act 17, kept by the data protection officer.",
      reason: null,
      retentionRule: { key: RULE },
      category: { key: "reviews" },
      dataStore: null,
      keptForOtherPurposes: [{ key: "as_long_as_needed", legalSource: null }],
    });
    expect(await rows({ asOf: DAY, category: "reviews" })).toEqual([`${RULE} reviews 2025-04-01 0 held 1`]);
    expect(await rows({ asOf: DAY, category: "usage" })).not.toEqual([]);
  });

  it("sent again answers the same record, for ever", async () => {
    expect(await record(input)).toMatchObject({
      created: false,
      destruction: { id: input.id, subjectCount: 3 },
    });
  });

  it("is another one under an id of its own alone", async () => {
    const refusal = await refusalOf({ ...input, method: "OVERWRITING", evidence: "Act 18." });
    expect(refusal).toMatchObject({ code: "CONFLICT", fields: ["method", "evidence"] });
    expect(await refusalOf({ ...input, id: v7() })).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: ["retentionRule"],
      message: expect.stringContaining("1 are held back by a legal hold"),
    });
  });

  it("leaves due what became due later", async () => {
    expect(await rows({ asOf: "2029-07-01", category: "reviews" })).toEqual([
      `${RULE} reviews 2025-04-01 0 held 1`,
      `${RULE} reviews 2029-07-01 1`,
    ]);
  });

  it("is of a user under a hold once that is lifted", async () => {
    const lifting = { id: v7(), subject: "held", restriction: heldId, liftedAt: "2026-02-20T00:00:00Z" };
    await server.admin.request(LIFT_RESTRICTION, { input: lifting });
    const { destruction } = await record(destructionInput());
    expect(destruction).toMatchObject({ subjectCount: 1, heldCount: 0 });
    expect(await rows({ asOf: DAY, category: "reviews" })).toEqual([]);
  });

  it("of a part of a category leaves the rest of it due", async () => {
    await record(destructionInput({ category: "technical.browser" }));
    const technical = await rows({ asOf: DAY, category: "technical" });
    expect(technical.map((row) => row.split(" ")[1])).toEqual(
      ["ip_address", "language", "operating_system"].flatMap((each) => [
        `technical.${each}`,
        `technical.${each}`,
      ]),
    );
    expect((await record(destructionInput({ category: "technical" }))).destruction.subjectCount).toBe(4);
    expect(await rows({ asOf: DAY, category: "technical" })).toEqual([]);
  });

  it("in one data store leaves the others' data due", async () => {
    const stores = await server.admin.request<{
      dataMap: { dataStores: { key: string; categories: { key: string }[] }[] };
    }>("{ dataMap { dataStores { key categories { key } } } }");
    const [first, ...others] = stores.dataMap.dataStores
      .filter(({ categories }) => categories.some(({ key }) => key === "usage"))
      .map(({ key }) => key);
    expect(others.length).toBeGreaterThan(0);
    const before = await rows({ asOf: DAY, category: "usage" });
    await record(destructionInput({ category: "usage", dataStore: first }));
    expect(await rows({ asOf: DAY, category: "usage" })).toEqual(before);
    expect(await refusalOf(destructionInput({ category: "usage", dataStore: first }))).toMatchObject({
      code: "BAD_USER_INPUT",
    });
    for (const dataStore of others) await record(destructionInput({ category: "usage", dataStore }));
    expect(await rows({ asOf: DAY, category: "usage" })).toEqual([]);
  });
});

describe("A destruction of a list's users", () => {
  const ofList = (subjectList: string, overrides: Record<string, unknown> = {}) =>
    destructionInput({ category: "partner_supplied", subjectList, ...overrides });

  it("leaves everybody else due", async () => {
    const input = ofList(await list("ann", "carl"));
    expect((await record(input)).destruction).toMatchObject({ subjectCount: 2, notDueCount: 0 });
    expect(await record(input)).toMatchObject({ created: false });
    expect(await rows({ asOf: DAY, category: "partner_supplied" })).toEqual([
      `${RULE} partner_supplied 2025-04-01 2`,
    ]);
  });

  it("refuses those who are not due with their number, unless a reason is given", async () => {
    const subjectList = await list("bob", "dora", "nobody");
    expect(await refusalOf(ofList(subjectList))).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: ["subjectList"],
      message: expect.stringContaining("2 of its 3 users are not due"),
    });
    const { destruction } = await record(
      ofList(subjectList, { reason: "The disk failed and was shredded." }),
    );
    expect(destruction).toMatchObject({
      subjectCount: 3,
      notDueCount: 2,
      reason: "The disk failed and was shredded.",
    });
  });

  it("refuses those under a legal hold, whatever the reason", async () => {
    const hold = { id: v7(), subject: "held", kind: "LEGAL_HOLD", from: "2026-01-10T00:00:00Z" };
    await server.admin.request(RESTRICT_USE, { input: hold });
    const input = ofList(await list("held", "dora"), { reason: "It happened." });
    expect(await refusalOf(input)).toMatchObject({
      code: "CONFLICT",
      fields: ["subjectList"],
      message: expect.stringContaining("1 of its 2 users are under a legal hold"),
    });
  });

  it("can be by a rule of which the registry cannot tell, with the reason", async () => {
    const input = { retentionRule: "accounting_law", category: "transaction.orders" };
    expect(await refusalOf(destructionInput(input))).toMatchObject({ fields: ["subjectList"] });
    const subjectList = await list("ann");
    expect(await refusalOf(destructionInput({ ...input, subjectList }))).toMatchObject({
      fields: ["subjectList"],
    });
    const { destruction } = await record(
      destructionInput({ ...input, subjectList, reason: "The reporting year ended in 2019." }),
    );
    expect(destruction).toMatchObject({ subjectCount: 1, notDueCount: 1 });
  });

  it("is refused for another key's list", async () => {
    const { key } = await server.as("ANALYST");
    const { id } = await sendList({ url: server.url, key }, "ann\n");
    expect(await refusalOf(ofList(id!))).toMatchObject({ code: "BAD_USER_INPUT", fields: ["subjectList"] });
  });
});

describe("What cannot be recorded as destroyed", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["an unknown rule", { retentionRule: "while_consent" }, "retentionRule"],
    ["an unknown category", { category: "review" }, "category"],
    ["a category of which the rule does not speak", { category: "identification" }, "category"],
    ["a day to come", { asOf: "2999-01-01" }, "asOf"],
    ["a day before there were computers", { asOf: "1926-01-01" }, "asOf"],
    ["an unknown data store", { dataStore: "cellar" }, "dataStore"],
    ["a data store that keeps nothing of it", { dataStore: "accounting_records" }, "dataStore"],
    ["anonymisation where data must be destroyed", { method: "ANONYMISATION" }, "method"],
    ["without evidence", { evidence: "  " }, "evidence"],
    ["evidence beyond all measure", { evidence: "x".repeat(2_001) }, "evidence"],
    ["a reason without a list", { reason: "It happened." }, "reason"],
    ["an id of another version", { id: "6f1f7d1c-0000-4000-8000-000000000000" }, "id"],
    ["an id of last year", { id: v7({ msecs: Date.now() - 365 * 86_400_000 }) }, "id"],
    ["a list that is not there", { subjectList: v7() }, "subjectList"],
  ])("is %s", async (_what, overrides, field) => {
    const refusal = await refusalOf(destructionInput({ category: "partner_supplied", ...overrides }));
    expect(refusal).toMatchObject({ code: "BAD_USER_INPUT", fields: [field] });
    expect(refusal.message).toMatch(new RegExp(`^${field}: .+`));
  });

  it("is what another caller records at the same moment: the second finds nobody left", async () => {
    await endAgreements("2019-01-01", "twice");
    const first = server.database.owner.createQueryRunner();
    // Both calls wait for it, so that they have begun before either has recorded anything.
    await first.query("SELECT pg_advisory_lock($1::int, 0)", [0x64657374]);
    const answers = Promise.allSettled(
      [1, 2].map(() => server.admin.request(RECORD_DESTRUCTION, { input: destructionInput() })),
    );
    await untilWaiting(server.database.api, 2);
    await first.query("SELECT pg_advisory_unlock($1::int, 0)", [0x64657374]);
    await first.release();
    expect((await answers).map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("Query.destructions", () => {
  const DESTRUCTIONS = `query ($filter: DestructionFilter, $first: Int) { destructions(filter: $filter, first: $first) {
    totalCount nodes { id category { key } subjectCount recordedBy subjects { totalCount nodes { id } } } } }`;
  interface Answer {
    readonly destructions: {
      readonly totalCount: number;
      readonly nodes: readonly { readonly id: string; readonly subjects: { readonly nodes: object[] } }[];
    };
  }

  it("lists them, the latest first, each with its users", async () => {
    const filter = { retentionRule: RULE, category: "partner_supplied" };
    const { destructions } = await server.admin.request<Answer>(DESTRUCTIONS, { filter });
    expect(destructions.totalCount).toBe(2);
    expect(destructions.nodes).toMatchObject([
      { subjectCount: 3, subjects: { totalCount: 3 } },
      { subjectCount: 2, subjects: { totalCount: 2 } },
    ]);
    expect(destructions.nodes[0]!.subjects.nodes).toHaveLength(3);
  });

  it("is read by auditors, who record none", async () => {
    const auditor = await server.as("AUDITOR");
    const { destructions } = await auditor.request<Answer>(DESTRUCTIONS, {
      filter: { dataStore: "usage_database" },
    });
    expect(destructions.totalCount).toBe(1);
    const [error] = await auditor.errorsOf(RECORD_DESTRUCTION, { input: destructionInput() });
    expect(error!.extensions.code).toBe("FORBIDDEN");
  });

  it("refuses keys that the data map does not have", async () => {
    const [error] = await server.admin.errorsOf(DESTRUCTIONS, { filter: { category: "review" } });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["filter.category"] });
  });
});
