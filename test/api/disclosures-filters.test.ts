import { beforeAll, describe, expect, it } from "@jest/globals";
import { AMEND } from "../support/disclosure-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

const LIST = /* GraphQL */ `
  query List($filter: DisclosureFilter, $orderBy: DisclosureOrder! = RECORDED_AT) {
    disclosures(filter: $filter, orderBy: $orderBy, first: 100) {
      nodes {
        id
      }
      totalCount
    }
  }
`;

/** The disclosures of this file, in the order recorded; `occurredAt` rises in another order. */
const RECORDED = {
  courier: { subjects: ["ann", "ben"], occurredAt: "2026-03-05T10:00:00.000Z" },
  bank: {
    recipient: "example_bank",
    legalGround: "consent",
    categories: ["identification.mobile_phone"],
    subjects: ["ann"],
    occurredAt: "2026-03-01T10:00:00.000Z",
  },
  hosting: {
    recipient: "example_hosting",
    purpose: "platform_administration",
    categories: ["technical.ip_address", "usage.interactions"],
    subjects: ["carl"],
    occurredAt: "2026-03-03T10:00:00.000Z",
  },
  analytics: {
    recipient: "example_analytics_abroad",
    purpose: "statistics",
    legalGround: "consent",
    categories: ["usage"],
    subjects: ["ben", "carl"],
    occurredAt: "2026-03-02T10:00:00.000Z",
  },
  courierAbroad: {
    categories: ["identification"],
    destination: "DE",
    subjects: ["dora"],
    occurredAt: "2026-03-06T10:00:00.000Z",
  },
  received: {
    recipient: "example_survey_agency",
    purpose: "quality_improvement",
    legalGround: "consent",
    categories: ["reviews"],
    direction: "INBOUND",
    subjects: ["dora"],
    occurredAt: "2026-03-04T10:00:00.000Z",
  },
};
type Name = keyof typeof RECORDED | "restatement" | "voided";
const names = new Map<string, Name>();

interface Listed {
  readonly disclosures: { readonly nodes: readonly { readonly id: string }[]; readonly totalCount: number };
}

async function list(filter: Record<string, unknown> | null, orderBy = "RECORDED_AT"): Promise<Name[]> {
  const { disclosures } = await server.admin.request<Listed>(LIST, { filter, orderBy });
  expect(disclosures.totalCount).toBe(disclosures.nodes.length);
  return disclosures.nodes.map(({ id }) => names.get(id)!);
}

async function record(name: Name, changes: Record<string, unknown>): Promise<string> {
  const input = disclosureInput(changes);
  await server.admin.request(RECORD, { input });
  names.set(input.id, name);
  return input.id;
}

beforeAll(async () => {
  for (const [name, changes] of Object.entries(RECORDED)) await record(name as Name, changes);
});

describe("disclosures", () => {
  it.each<[string, Record<string, unknown>, Name[]]>([
    ["recipient", { recipient: "example_courier" }, ["courierAbroad", "courier"]],
    [
      "recipientKind",
      { recipientKind: "SERVICE_PROVIDER" },
      ["received", "courierAbroad", "hosting", "courier"],
    ],
    ["recipientKind without any recipient in it", { recipientKind: "OTHER" }, []],
    ["purpose", { purpose: "provision_of_services" }, ["courierAbroad", "bank", "courier"]],
    ["legalGround", { legalGround: "consent" }, ["received", "analytics", "bank"]],
    ["category, an element", { category: "usage.interactions" }, ["hosting"]],
    ["category, with everything under it", { category: "usage" }, ["analytics", "hosting"]],
    ["category, not what is above it", { category: "identification.email" }, []],
    [
      "category, a neighbour's elements apart",
      { category: "identification" },
      ["courierAbroad", "bank", "courier"],
    ],
    ["jurisdiction, where the data went", { jurisdiction: "DE" }, ["courierAbroad", "hosting"]],
    ["jurisdiction, in lower case", { jurisdiction: "us" }, ["analytics"]],
    ["jurisdiction, where a receipt came from", { jurisdiction: "KZ" }, ["received", "bank", "courier"]],
    ["jurisdiction that nothing went to", { jurisdiction: "FR" }, []],
    ["subject", { subject: "ben" }, ["analytics", "courier"]],
    ["subject, white space around it", { subject: " ben\t" }, ["analytics", "courier"]],
    ["subject, whose case counts", { subject: "Ben" }, []],
    ["crossBorder", { crossBorder: true }, ["courierAbroad", "analytics", "hosting"]],
    ["not crossBorder", { crossBorder: false }, ["received", "bank", "courier"]],
    [
      "occurredFrom, the moment itself included",
      { occurredFrom: RECORDED.courier.occurredAt },
      ["courierAbroad", "courier"],
    ],
    [
      "occurredTo, the moment itself excluded",
      { occurredTo: RECORDED.hosting.occurredAt },
      ["analytics", "bank"],
    ],
    [
      "both ends of a period",
      { occurredFrom: "2026-03-02T15:00:00+05:00", occurredTo: "2026-03-04T10:00:00.001Z" },
      ["received", "analytics", "hosting"],
    ],
    ["two conditions, both of which must hold", { subject: "ann", recipient: "example_bank" }, ["bank"]],
    [
      "a recipient of another kind than asked for",
      { recipient: "example_bank", recipientKind: "SERVICE_PROVIDER" },
      [],
    ],
    [
      "everything at once",
      {
        recipient: "example_analytics_abroad",
        recipientKind: "FOREIGN_RECIPIENT",
        purpose: "statistics",
        legalGround: "consent",
        category: "usage",
        jurisdiction: "US",
        subject: "carl",
        occurredFrom: "2026-03-02T10:00:00Z",
        occurredTo: "2026-03-02T10:00:01Z",
        crossBorder: true,
        includeSuperseded: true,
      },
      ["analytics"],
    ],
    [
      "nulls, which ask for nothing",
      { recipient: null, category: null, subject: null, crossBorder: null },
      newestFirst(),
    ],
    ["an empty filter", {}, newestFirst()],
  ])("lists, newest recorded first, by %s", async (_case, filter, expected) => {
    expect(await list(filter)).toEqual(expected);
  });

  it("lists everything where no filter is given, and in the order of occurrence where asked to", async () => {
    expect(await list(null)).toEqual(newestFirst());
    expect(await list(null, "OCCURRED_AT")).toEqual([
      "courierAbroad",
      "courier",
      "received",
      "hosting",
      "analytics",
      "bank",
    ]);
    expect(await list({ subject: "carl" }, "OCCURRED_AT")).toEqual(["hosting", "analytics"]);
  });

  it.each<[string, string, string]>([
    ["recipient", "exampel_courier", "example_courier"],
    ["purpose", "provision_of_service", "provision_of_services"],
    ["legalGround", "concent", "consent"],
    ["category", "email", "identification.email"],
  ])("refuses an unknown %s and names the one that was meant", async (field, key, meant) => {
    const [error, ...others] = await server.admin.errorsOf(LIST, { filter: { [field]: key } });
    expect(others).toEqual([]);
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: [`filter.${field}`] });
    expect(error!.message).toContain(`Did you mean "${meant}"?`);
    expect(error!.message).not.toContain(`"${key}"`);
  });

  it("says everything that is wrong with a filter at once", async () => {
    const filter = {
      recipient: "x".repeat(10_000),
      purpose: "",
      occurredFrom: "2026-03-02T00:00:00Z",
      occurredTo: "2026-03-02T00:00:00Z",
    };
    const [error] = await server.admin.errorsOf(LIST, { filter });
    expect(error!.extensions).toEqual({
      code: "BAD_USER_INPUT",
      fields: ["filter.occurredTo", "filter.recipient", "filter.purpose"],
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["an empty subject", { subject: " " }, "filter.subject"],
    ["a subject of 10,000 characters", { subject: "7".repeat(10_000) }, "filter.subject"],
    ["a subject with a control character", { subject: "an\u0000n" }, "filter.subject"],
    ["a malformed country", { jurisdiction: "Kazakhstan" }, "filter.jurisdiction"],
    ["a moment without an offset", { occurredFrom: "2026-03-02T00:00:00" }, "filter.occurredFrom"],
    ["an unknown kind", { recipientKind: "BAKERY" }, "filter.recipientKind"],
  ])("refuses %s and names the field", async (_case, filter, field) => {
    const [error] = await server.admin.errorsOf(LIST, { filter });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: [field] });
  });

  it("shows what was restated or voided only where asked to", async () => {
    const restated = await record("voided", { subjects: ["erna"] });
    const voided = await record("voided", { subjects: ["erna"] });
    const restatement = disclosureInput({ recipient: "example_bank", subjects: ["erna"] });
    names.set(restatement.id, "restatement");
    const { id, ...whole } = restatement;
    await server.admin.request(AMEND, {
      input: { id, amends: restated, reason: "Another one.", restated: whole },
    });
    await server.admin.request(AMEND, { input: { amends: voided, reason: "It never was.", void: true } });

    expect(await list({ subject: "erna" })).toEqual(["restatement"]);
    expect(await list({ subject: "erna", includeSuperseded: false })).toEqual(["restatement"]);
    expect(await list({ subject: "erna", includeSuperseded: true })).toEqual([
      "restatement",
      "voided",
      "voided",
    ]);
    expect(
      await list({ subject: "erna", includeSuperseded: true, recipient: "example_courier" }),
    ).toHaveLength(2);
  });
});

function newestFirst(): Name[] {
  return Object.keys(RECORDED).reverse() as Name[];
}
