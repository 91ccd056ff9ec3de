import { beforeAll, describe, expect, it } from "@jest/globals";
import { BREACH_IMPACT } from "../support/breach-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { storeFact } from "../support/store-facts.js";
import { withTestServer, type Api } from "../support/test-server.js";

/** Three recipients: of three, of twelve and of fifty users; the few have twelve transfers each. */
const server = withTestServer();
let reporter: Api;
let analyst: Api;

const people = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

async function record(recipient: string, subjects: readonly string[], times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const legalGround = recipient === "example_bank" ? "consent" : "contract";
    await server.admin.request(RECORD, { input: disclosureInput({ recipient, legalGround, subjects }) });
  }
}

beforeAll(async () => {
  reporter = await server.as("REPORTER");
  analyst = await server.as("ANALYST");
  await record("example_bank", people(3, "few"), 12);
  await record("example_courier", people(50, "many"));
  await record("example_hosting", people(12, "dozen"));
});

const DUE = `{ retentionDue(asOf: "2026-03-20", retentionRule: "account_deleted") {
  rows { nodes { dueFrom subjectCount heldCount suppressed } } } }`;

interface Counted {
  readonly recipient: { readonly key: string } | null;
  readonly disclosures: number | null;
  readonly subjectDisclosures: number | null;
  readonly distinctSubjects?: number | null;
  readonly suppressed: boolean;
}

async function statistics(api: Api, groupBy: string, more = ""): Promise<Counted[]> {
  const { disclosureStatistics } = await api.request<{ disclosureStatistics: { rows: Counted[] } }>(
    `{ disclosureStatistics(groupBy: [${groupBy}]) {
         rows { recipient { key } disclosures subjectDisclosures suppressed ${more} } } }`,
  );
  return disclosureStatistics.rows;
}

describe("Statistics for who may not see users", () => {
  it("show no few users, nor the next smallest, by which they could be computed", async () => {
    const shown = await statistics(reporter, "RECIPIENT", "distinctSubjects");
    const hidden = { disclosures: null, subjectDisclosures: null, distinctSubjects: null, suppressed: true };
    expect(shown).toEqual([
      { recipient: { key: "example_bank" }, ...hidden },
      {
        ...{ recipient: { key: "example_courier" }, suppressed: false },
        ...{ disclosures: 1, subjectDisclosures: 50, distinctSubjects: 50 },
      },
      { recipient: { key: "example_hosting" }, ...hidden },
    ]);
  });

  it("show all to who may see disclosures", async () => {
    const shown = await statistics(analyst, "RECIPIENT", "distinctSubjects");
    expect(shown.map(({ distinctSubjects, suppressed }) => [distinctSubjects, suppressed])).toEqual([
      ...[
        [3, false],
        [50, false],
        [12, false],
      ],
    ]);
  });

  it("show what is of many users", async () => {
    expect(await statistics(reporter, "")).toEqual([
      { recipient: null, disclosures: 14, subjectDisclosures: 98, suppressed: false },
    ]);
  });

  it("are one to a request, because the difference between two can be a few users", async () => {
    const one = "disclosureStatistics { rows { subjectDisclosures } }";
    const [error] = await reporter.errorsOf(`{ one: ${one} other: ${one} }`);
    expect(error!.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: ["query"] });
    expect(error!.message).toContain("one statistic in a request");
    await expect(analyst.request(`{ one: ${one} other: ${one} }`)).resolves.toBeDefined();
  });

  it("are grouped by four things at most", async () => {
    const query = `{ disclosureStatistics(groupBy: [RECIPIENT, PURPOSE, LEGAL_GROUND, CATEGORY], interval: MONTH) { rows { disclosures } } }`;
    const [error] = await reporter.errorsOf(query);
    expect(error!.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: ["groupBy"] });
    await expect(analyst.request(query)).resolves.toBeDefined();
  });
});

describe("The other counts for who may not see users", () => {
  it("show no few users of a breach, nor in which order their recipients come", async () => {
    const { breachImpact } = await reporter.request<{ breachImpact: Record<string, unknown> }>(
      BREACH_IMPACT,
      {
        filter: { occurredFrom: "2026-01-01T00:00:00Z" },
      },
    );
    expect(breachImpact).toMatchObject({ distinctUsers: 65, disclosures: 14, subjectDisclosures: 98 });
    const hidden = { distinctUsers: null, disclosures: null };
    expect(breachImpact.perRecipient).toEqual([
      { recipient: { key: "example_bank" }, ...hidden },
      { recipient: { key: "example_courier" }, distinctUsers: 50, disclosures: 1 },
      { recipient: { key: "example_hosting" }, ...hidden },
    ]);
  });

  it("show nothing of a breach of few users", async () => {
    const { breachImpact } = await reporter.request<{ breachImpact: object }>(BREACH_IMPACT, {
      filter: { recipient: "example_bank" },
    });
    const nothing = { distinctUsers: null, disclosures: null, subjectDisclosures: null };
    expect(breachImpact).toMatchObject({ ...nothing, firstAt: null, lastAt: null });
  });

  it("show findings of many users alone", async () => {
    const count = (api: Api) =>
      api.request<{ findingCounts: { subjectFindings: number | null; suppressed: boolean }[] }>(
        "{ findingCounts(groupBy: [RECIPIENT]) { recipient findings disclosures subjectFindings suppressed } }",
      );
    const { findingCounts: all } = await count(analyst);
    expect(all.some(({ subjectFindings }) => subjectFindings! > 0)).toBe(true);
    const { findingCounts: shown } = await count(reporter);
    for (const { subjectFindings } of shown) expect(subjectFindings ?? 10).toBeGreaterThanOrEqual(10);
    expect(shown).toHaveLength(all.length);
  });

  it("show what was never declared, and not how often", async () => {
    const { declaredVersusObserved } = await reporter.request<{
      declaredVersusObserved: { observedFirst: object[] };
    }>("{ declaredVersusObserved { observedFirst { disclosures undeclared suppressed firstSeen } } }");
    expect(declaredVersusObserved.observedFirst.length).toBeGreaterThan(0);
    for (const each of declaredVersusObserved.observedFirst) {
      expect(each).toEqual({
        disclosures: null,
        undeclared: null,
        suppressed: true,
        firstSeen: "2026-03-01",
      });
    }
    const drift = '{ policyDrift(version: 1, from: "2026-01-01") { recipients { disclosures suppressed } } }';
    const { policyDrift } = await reporter.request<{
      policyDrift: { recipients: { disclosures: number | null; suppressed: boolean }[] };
    }>(drift);
    for (const { disclosures, suppressed } of policyDrift.recipients) {
      expect(disclosures).toBe(suppressed ? null : 0);
    }
  });

  it("show whose data are due as far as there are many", async () => {
    const ended = (users: readonly string[], erasedAt: Date) =>
      storeFact(server.database.api, { kind: "ERASURE", erasedAt }, users);
    await ended(people(3, "few"), new Date("2026-03-10T10:00:00Z"));
    await ended(people(12, "dozen"), new Date("2026-03-11T10:00:00Z"));
    await ended(people(50, "many"), new Date("2026-03-12T10:00:00Z"));
    const due = async (api: Api) =>
      (await api.request<{ retentionDue: { rows: { nodes: object[] } } }>(DUE)).retentionDue.rows.nodes;
    const hidden = { subjectCount: null, heldCount: null, suppressed: true };
    expect(await due(reporter)).toEqual([
      { dueFrom: "2026-03-10", ...hidden },
      { dueFrom: "2026-03-11", ...hidden },
      { dueFrom: "2026-03-12", subjectCount: 50, heldCount: 0, suppressed: false },
    ]);
    expect(await due(analyst)).toMatchObject([
      { subjectCount: 3 },
      { subjectCount: 12 },
      { subjectCount: 50 },
    ]);
  });

  it("are all a reporter reads of disclosures", async () => {
    for (const query of [
      "{ disclosures { totalCount } }",
      "{ findings { totalCount } }",
      "{ destructions { totalCount } }",
    ]) {
      const [error] = await reporter.errorsOf(query);
      expect([query, error!.extensions.code]).toEqual([query, "FORBIDDEN"]);
    }
  });
});
