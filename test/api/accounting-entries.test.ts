import { beforeAll, describe, expect, it } from "@jest/globals";
import { AMEND } from "../support/disclosure-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

/** Asks for the accounting of one user; answers what `selection` selects of it. */
async function accountingOf<Accounting>(
  reference: string,
  selection: string,
  args = "form: GROUPED",
): Promise<Accounting> {
  const { dataSubject } = await server.admin.request<{ dataSubject: { accounting: Accounting } }>(
    `query ($reference: String!) { dataSubject(reference: $reference) { accounting(${args}) { ${selection} } } }`,
    { reference },
  );
  return dataSubject.accounting;
}

const at = (day: number) => `2026-03-${String(day).padStart(2, "0")}T10:00:00.000Z`;

async function record(changes: Record<string, unknown>): Promise<string> {
  const input = disclosureInput({ subjects: ["ann"], ...changes });
  await server.admin.request(RECORD, { input });
  return input.id;
}

const HOSTING = { recipient: "example_hosting", categories: ["identification.login"] };

beforeAll(async () => {
  await record({ ...HOSTING, occurredAt: at(1), safeguard: "example_hosting_clauses" });
  await record({
    occurredAt: at(2),
    agreement: "example_courier_agreement",
    note: "MARKED",
    partnerReference: "MARKED",
    source: "MARKED",
    externalReference: "MARKED",
  });
  await record({ occurredAt: at(3), agreement: "example_courier_agreement" });
  await record({ occurredAt: at(7), agreement: "example_courier_agreement" });
  await record({ occurredAt: at(4) });
  const inbound = { direction: "INBOUND", recipient: "example_bank", categories: ["partner_supplied"] };
  await record({ ...inbound, occurredAt: at(5) });
  await record({ ...inbound, occurredAt: at(8) });
  await record({ ...inbound, occurredAt: at(6), outcome: "FAILED" });
  const wrong = await record({ ...inbound, recipient: "example_police", occurredAt: at(9) });
  await server.admin.request(AMEND, { input: { amends: wrong, reason: "It never was.", void: true } });
});

describe("An entry of an accounting", () => {
  it("tells how often data went: the first, the last, how many, and the time between them", async () => {
    const selection = "entries { agreement { key } firstAt lastAt count averageInterval }";
    const { entries } = await accountingOf<{ entries: unknown[] }>("ann", selection);
    expect(entries[0]).toEqual({
      agreement: { key: "example_courier_agreement" },
      firstAt: at(2),
      lastAt: at(7),
      count: 3,
      averageInterval: "P2DT12H",
    });
    expect(entries[1]).toEqual({
      agreement: null,
      firstAt: at(4),
      lastAt: at(4),
      count: 1,
      averageInterval: null,
    });
  });

  it("tells what protected data in another country, and where data come from that nobody verified", async () => {
    const selection = `entries { destination crossBorder destinationProtection safeguardKind safeguard { key instrument }
      legalGround { instrument } categories { key sources accuracyWarrantedByUser } recipientKind }`;
    const { entries } = await accountingOf<{ entries: unknown[] }>("ann", selection);
    expect(entries.at(-1)).toEqual({
      destination: "DE",
      crossBorder: true,
      destinationProtection: "UNDETERMINED",
      safeguardKind: "STANDARD_CLAUSES",
      safeguard: {
        key: "example_hosting_clauses",
        instrument: "Annex on data protection to the agreement example_hosting_agreement",
      },
      legalGround: { instrument: expect.any(String) },
      categories: [
        { key: "identification.login", sources: ["GIVEN_BY_USER"], accuracyWarrantedByUser: true },
      ],
      recipientKind: "SERVICE_PROVIDER",
    });
  });

  it("names nobody where recipients are told by kind", async () => {
    const selection = `entries { recipient { key } agreement { key } safeguard { key } recipientKind safeguardKind count }
      disclosures { nodes { recipient { key } recipientKind } }`;
    const answer = await accountingOf("ann", selection, "recipientsAs: CATEGORIES");
    const nobody = { recipient: null, agreement: null, safeguard: null, recipientKind: "SERVICE_PROVIDER" };
    const each = { recipient: null, recipientKind: "SERVICE_PROVIDER" };
    expect(answer).toEqual({
      entries: [
        { ...nobody, safeguardKind: null, count: 4 },
        { ...nobody, safeguardKind: "STANDARD_CLAUSES", count: 1 },
      ],
      disclosures: { nodes: [each, each, each, each, each] },
    });
  });

  it("repeats no free text", async () => {
    const selection = "entries { recipient { name description } categories { name } purpose { name } }";
    expect(JSON.stringify(await accountingOf("ann", selection, "form: INDIVIDUAL"))).not.toContain("MARKED");
  });
});

describe("The sources of an accounting", () => {
  it("are the partners from whom data came, those that stand and arrived", async () => {
    const selection =
      "sources { partner { key name } categories { key } purpose { key } legalGround { key } origin firstAt lastAt count }";
    expect(await accountingOf("ann", selection, "recipientsAs: CATEGORIES")).toEqual({
      sources: [
        {
          partner: { key: "example_bank", name: "Example Bank JSC" },
          categories: [{ key: "partner_supplied" }],
          purpose: { key: "provision_of_services" },
          legalGround: { key: "contract" },
          origin: "KZ",
          firstAt: at(5),
          lastAt: at(8),
          count: 2,
        },
      ],
    });
  });

  it("keep to the period", async () => {
    const { sources } = await accountingOf<{ sources: unknown[] }>(
      "ann",
      "sources { count }",
      `from: "${at(6)}"`,
    );
    expect(sources).toEqual([{ count: 1 }]);
  });
});

describe("An accounting page by page", () => {
  interface Page {
    readonly disclosures: {
      readonly totalCount: number;
      readonly nodes: readonly { readonly firstAt: string }[];
      readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly hasPreviousPage: boolean;
        readonly startCursor: string;
        readonly endCursor: string;
      };
    };
  }
  const page = async (args: string, period = "form: GROUPED") => {
    const selection = `disclosures(${args}) { totalCount nodes { firstAt } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`;
    const { disclosures } = await accountingOf<Page>("ann", selection, period);
    return { ...disclosures, days: disclosures.nodes.map(({ firstAt }) => Number(firstAt.slice(8, 10))) };
  };
  // As they were recorded, the newest first.
  const DAYS = [4, 7, 3, 2, 1];

  it("goes forward and back over every disclosure once", async () => {
    const first = await page("first: 2");
    expect(first).toMatchObject({ days: DAYS.slice(0, 2), totalCount: 5 });
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const second = await page(`first: 2, after: "${first.pageInfo.endCursor}"`);
    expect(second.days).toEqual(DAYS.slice(2, 4));
    expect(second.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const third = await page(`first: 2, after: "${second.pageInfo.endCursor}"`);
    expect(third.days).toEqual(DAYS.slice(4));
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const back = await page(`last: 3, before: "${third.pageInfo.startCursor}"`);
    expect(back.days).toEqual(DAYS.slice(1, 4));
    expect(back.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
    expect((await page("last: 10")).days).toEqual(DAYS);
  });

  it("keeps to the period", async () => {
    expect(await page("first: 10", `from: "${at(2)}", to: "${at(4)}"`)).toMatchObject({
      days: [3, 2],
      totalCount: 2,
    });
  });

  it("refuses a cursor of another list", async () => {
    const [error] = await server.admin.errorsOf(
      `{ dataSubject(reference: "ann") { accounting { disclosures(after: "WyJub3RoaW5nIl0") { totalCount } } } }`,
    );
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["after"] });
  });
});
