import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { CoverageService } from "../../../src/modules/coverage/index.js";
import { ReceivedData, type Receipt } from "../../../src/modules/disclosures/index.js";
import { SubjectsService, type SubjectNumber } from "../../../src/modules/subjects/index.js";
import { systemClock } from "../../../src/platform/clock.js";
import { Keyring } from "../../../src/platform/keyring.js";
import { AMEND } from "../../support/disclosure-operations.js";
import { disclosureInput, RECORD } from "../../support/disclosure-input.js";
import { erasedSubjectsOf } from "../../support/erased-subjects.js";
import { sendList } from "../../support/send-list.js";
import { TEST_SECRET, withTestServer } from "../../support/test-server.js";

const server = withTestServer();

let received: ReceivedData;
let users: SubjectsService;
beforeAll(() => {
  const { api } = server.database;
  received = new ReceivedData(new CoverageService(api, systemClock));
  users = new SubjectsService(api, new Keyring(TEST_SECRET), erasedSubjectsOf(), { sealReferences: false });
});

async function record(subject: string, changes: Record<string, unknown>): Promise<Record<string, unknown>> {
  const input = disclosureInput({ subjects: [subject], ...changes });
  await server.admin.request(RECORD, { input });
  return input;
}

async function amend(
  amends: Record<string, unknown>,
  restated: Record<string, unknown> | null,
): Promise<void> {
  const { id, ...content } = amends;
  const change = restated === null ? { void: true } : { restated: { ...content, ...restated } };
  await server.admin.request(AMEND, { input: { id: v7(), amends: id, reason: "An error", ...change } });
}

const numberOf = async (subject: string): Promise<SubjectNumber> => (await users.find(subject))!;

async function recipientsOf(
  subject: string,
  scope: { categories?: string[]; until?: Date } = {},
): Promise<readonly Receipt[]> {
  return received.recipientsOf(server.database.api.manager, await numberOf(subject), {
    categories: null,
    ...scope,
  });
}

const BANK = { recipient: "example_bank", categories: ["identification.email"] };
const COURIER = { recipient: "example_courier", categories: ["identification.home_address"] };

describe("who received data of a user", () => {
  it("is every recipient once, with all categories that went there", async () => {
    await record("ann", COURIER);
    await record("ann", { ...COURIER, categories: ["identification.first_name"] });
    await record("ann", { ...BANK, subjects: ["ann", "bob"] });
    await record("cyd", { recipient: "example_hosting" });
    expect(await recipientsOf("ann")).toEqual([
      BANK,
      { ...COURIER, categories: ["identification.first_name", "identification.home_address"] },
    ]);
    expect(await recipientsOf("bob")).toEqual([BANK]);
  });

  it("is nobody to whom nothing arrived, and nobody from whom data came", async () => {
    await record("dan", { ...BANK, outcome: "FAILED" });
    await record("dan", { ...COURIER, direction: "INBOUND" });
    await record("dan", { recipient: "example_hosting", categories: ["usage"], outcome: "PARTLY_DELIVERED" });
    expect(await recipientsOf("dan")).toEqual([{ recipient: "example_hosting", categories: ["usage"] }]);
  });

  it("is whoever an amendment left or named, with the categories and users it left", async () => {
    await amend(await record("eve", BANK), null);
    await amend(await record("eve", COURIER), { recipient: "example_hosting", categories: ["usage"] });
    await amend(await record("eve", { ...BANK, subjects: ["eve", "fay"] }), { subjects: ["fay"] });
    expect(await recipientsOf("eve")).toEqual([{ recipient: "example_hosting", categories: ["usage"] }]);
    expect(await recipientsOf("fay")).toEqual([BANK]);
  });

  it("is found in a list of users too", async () => {
    const references = Array.from({ length: 6_000 }, (_, index) => `listed-${index}`);
    const { id: list } = await sendList({ url: server.url, key: server.admin.key }, references.join("\n"));
    const { subjects: _, ...input } = disclosureInput({ ...BANK, subjectList: list });
    await server.admin.request(RECORD, { input });
    expect(await recipientsOf("listed-4711")).toEqual([BANK]);
  });

  it("can be limited to categories, and to what had occurred by a moment", async () => {
    await record("gus", { ...BANK, categories: ["identification.email", "usage"] });
    await record("gus", { ...COURIER, occurredAt: "2026-03-02T00:00:00Z" });
    expect(await recipientsOf("gus", { categories: ["identification.email"] })).toEqual([BANK]);
    expect(await recipientsOf("gus", { categories: ["technical"] })).toEqual([]);
    const until = new Date("2026-03-01T23:59:59.999Z");
    expect((await recipientsOf("gus", { until })).map(({ recipient }) => recipient)).toEqual([
      "example_bank",
    ]);
    expect(await recipientsOf("gus", { until: new Date("2026-03-02T00:00:00Z") })).toHaveLength(2);
  });
});

describe("how recipients call a user", () => {
  const referencesOf = async (subject: string, recipients: string[]) =>
    received.partnerReferencesOf(server.database.api.manager, await numberOf(subject), recipients);

  it("is what disclosures of that user alone say, each once", async () => {
    for (const partnerReference of ["p-2", "p-1", "p-2"]) await record("hal", { ...BANK, partnerReference });
    await record("hal", { ...BANK, subjects: ["hal", "ida"], partnerReference: "batch-9" });
    await record("hal", { ...COURIER, partnerReference: "c-1" });
    await record("hal", { ...BANK, outcome: "FAILED", partnerReference: "p-3" });
    expect(await referencesOf("hal", ["example_bank"])).toEqual(new Map([["example_bank", ["p-1", "p-2"]]]));
    expect(await referencesOf("ida", ["example_bank"])).toEqual(new Map());
    expect(await referencesOf("hal", [])).toEqual(new Map());
  });
});

it("two statements answer, however many disclosures there are", async () => {
  for (let index = 0; index < 20; index += 1) await record("jon", BANK);
  const { statements } = await server.statementsOf(async () => recipientsOf("jon"));
  expect(statements.filter((statement) => !statement.includes("FROM subject"))).toHaveLength(2);
});
