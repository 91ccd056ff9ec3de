import { beforeAll, describe, expect, it } from "@jest/globals";
import { createHash } from "node:crypto";
import {
  ACCOUNTING_GIVEN_FIELDS,
  GIVE_ACCOUNTING,
  giveAccounting,
  type AccountingGivenFields,
} from "../support/accounting-operations.js";
import {
  authorityRequestInput,
  REGISTER_REQUEST,
  SUSPEND,
  suspensionInput,
} from "../support/authority-operations.js";
import { disclosureInput, idOf, RECORD } from "../support/disclosure-input.js";
import { DAY_MS, MovableClock } from "../support/movable-clock.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

// In Almaty, five hours ahead of UTC, it is noon.
const clock = new MovableClock("2026-03-20T07:00:00Z");
const server = withTestServer({ clock });

const at = (day: number) => `2026-03-${String(day).padStart(2, "0")}T10:00:00.000Z`;

async function record(changes: Record<string, unknown>): Promise<void> {
  const input = disclosureInput({ id: idOf(clock.at(0)), subjects: ["ann"], ...changes });
  await server.admin.request(RECORD, { input });
}

async function given(id: string): Promise<AccountingGivenFields | null> {
  const { accountingGiven } = await server.admin.request<{ accountingGiven: AccountingGivenFields | null }>(
    `query ($id: UUID!) { accountingGiven(id: $id) { ${ACCOUNTING_GIVEN_FIELDS} } }`,
    { id },
  );
  return accountingGiven;
}

beforeAll(async () => {
  await record({ occurredAt: at(2), note: "MARKED", agreement: "example_courier_agreement" });
  await record({ occurredAt: at(7), agreement: "example_courier_agreement" });
  await record({
    occurredAt: at(3),
    recipient: "example_hosting",
    categories: ["technical.ip_address"],
    safeguard: "example_hosting_clauses",
  });
  await record({ occurredAt: at(5), recipient: "example_analytics_abroad", categories: ["usage"] });
  await record({
    occurredAt: at(4),
    direction: "INBOUND",
    recipient: "example_bank",
    categories: ["partner_supplied"],
  });
});

describe("An accounting that is given", () => {
  it("is kept exactly as it was given, whatever is recorded later", async () => {
    const id = idOf(clock.at(0));
    const { created, accountingGiven } = await giveAccounting(server.admin, {
      id,
      subject: "ann",
      to: at(10),
    });
    expect(created).toBe(true);
    expect(accountingGiven).toMatchObject({
      id,
      givenAt: clock.at(0),
      form: "GROUPED",
      recipientsAs: "NAMED",
      from: null,
      to: at(10),
      reason: null,
      entryCount: 3,
      request: null,
    });
    await record({ occurredAt: at(8), recipient: "example_survey_agency" });
    expect(await given(id)).toEqual(accountingGiven);
    const again = await giveAccounting(server.admin, { id, subject: " ann ", to: at(10) });
    expect(again).toEqual({ created: false, accountingGiven });
    const { accountingGiven: anew } = await giveAccounting(server.admin, { subject: "ann", to: at(10) });
    expect(anew.entryCount).toBe(4);
  });

  it("tells as data what an accounting tells, and proves it by its digest", async () => {
    const { accountingGiven } = await giveAccounting(server.admin, { subject: "ann", to: at(6) });
    const content = JSON.parse(accountingGiven.content!) as Record<string, unknown>;
    expect(content).toMatchObject({
      givenOn: "2026-03-20",
      to: at(6),
      form: "GROUPED",
      recipientsAs: "NAMED",
      completeSince: accountingGiven.completeSince,
      entries: [
        {
          recipient: { key: "example_analytics_abroad" },
          destination: { code: "US" },
          destinationProtection: "UNDETERMINED",
          safeguard: null,
        },
        {
          recipient: { key: "example_hosting" },
          safeguard: { kind: "STANDARD_CLAUSES", name: expect.stringContaining("clauses") },
        },
        {
          recipient: { key: "example_courier", address: "1 Example Street, Almaty, Kazakhstan" },
          agreement: { number: "EXAMPLE-A1" },
          categories: [
            { key: "identification.first_name", givenByUserNotVerified: true },
            { key: "identification.home_address", givenByUserNotVerified: true },
          ],
          count: 1,
          averageInterval: null,
        },
      ],
      sources: [{ partner: { key: "example_bank" }, categories: [{ key: "partner_supplied" }], count: 1 }],
    });
    const digest = createHash("sha256").update(accountingGiven.content!, "utf8").digest("hex");
    expect(accountingGiven.sha256).toBe(digest);
  });

  it("has neither the user's reference nor free text in it", async () => {
    const { accountingGiven } = await giveAccounting(server.admin, { subject: "ann", form: "INDIVIDUAL" });
    expect(`${accountingGiven.content} ${accountingGiven.text}`).not.toMatch(/\bann\b|MARKED/);
  });

  it("is a letter in the controller's name", async () => {
    const { accountingGiven } = await giveAccounting(server.admin, { subject: "ann", to: at(10) });
    expect(accountingGiven.text).toMatch(/^.*\n[\s\S]*To whom your personal data went/);
    expect(accountingGiven.text).toContain("Example Courier LLP");
    expect(accountingGiven.text).toContain("2 times between 2026-03-02 and 2026-03-07");
    expect(accountingGiven.text).toContain("From whom we received data about you");
  });

  it("tells recipients by kind where the reason is recorded, and has no trace of their names", async () => {
    const { accountingGiven } = await giveAccounting(server.admin, {
      subject: "ann",
      to: at(4),
      recipientsAs: "CATEGORIES",
      reason: "The same was asked every day of this month.",
    });
    expect(accountingGiven).toMatchObject({
      recipientsAs: "CATEGORIES",
      reason: "The same was asked every day of this month.",
      entryCount: 2,
    });
    const told = `${accountingGiven.content} ${accountingGiven.text}`;
    expect(told).not.toMatch(/Courier|[Hh]osting|EXAMPLE-A|example_/);
    expect(told).toContain("A company that works for us under a service agreement");
  });

  it("says of a user whom the registry has never seen that nothing is on record, and numbers nobody", async () => {
    const { owner } = server.database;
    const { subject } = await countRows(owner);
    const { accountingGiven } = await giveAccounting(server.admin, { subject: "never seen" });
    expect(accountingGiven).toMatchObject({ entryCount: 0 });
    expect(accountingGiven.text).toContain("We have recorded no disclosure of your data.");
    expect((await countRows(owner)).subject).toBe(subject);
  });

  it("leaves out what is under suspension, until that has run out", async () => {
    const request = authorityRequestInput({ id: idOf(clock.at(0)), recipient: "example_police" });
    await server.admin.request(REGISTER_REQUEST, { input: request });
    await record({
      subjects: ["sue"],
      recipient: "example_police",
      purpose: "claims_and_disputes",
      legalGround: "legal_obligation",
      authorityRequest: request.id,
    });
    const until = clock.at(DAY_MS).slice(0, 10);
    await server.admin.request(SUSPEND, {
      input: suspensionInput(request.id, { receivedAt: clock.at(0), until }),
    });
    const { accountingGiven: before } = await giveAccounting(server.admin, { subject: "sue" });
    expect(before.entryCount).toBe(0);
    expect(before.content).not.toContain("police");
    clock.advance(2 * DAY_MS);
    const { accountingGiven: after } = await giveAccounting(server.admin, { subject: "sue" });
    expect(after.entryCount).toBe(1);
  });

  it("is listed with its user, the newest first", async () => {
    await record({ subjects: ["lea"] });
    const ids: string[] = [];
    for (let day = 0; day < 3; day += 1) {
      const { accountingGiven } = await giveAccounting(server.admin, { subject: "lea" });
      ids.unshift(accountingGiven.id);
      clock.advance(DAY_MS);
    }
    const { dataSubject } = await server.admin.request<{ dataSubject: unknown }>(
      '{ dataSubject(reference: "lea") { accountingsGiven(first: 2) { totalCount nodes { id } pageInfo { hasNextPage } } } }',
    );
    expect(dataSubject).toEqual({
      accountingsGiven: {
        totalCount: 3,
        nodes: ids.slice(0, 2).map((id) => ({ id })),
        pageInfo: { hasNextPage: true },
      },
    });
  });

  it("shows an auditor that it was given, and not what", async () => {
    const { accountingGiven } = await giveAccounting(server.admin, { subject: "ann" });
    const auditor = await server.as("AUDITOR");
    const ask = (fields: string) => `{ accountingGiven(id: "${accountingGiven.id}") { ${fields} } }`;
    expect(await auditor.request(ask("id givenBy entryCount completeSince"))).toMatchObject({
      accountingGiven: { id: accountingGiven.id },
    });
    for (const field of ["content", "text", "sha256"]) {
      const [error] = await auditor.errorsOf(ask(field));
      expect(error!.extensions.code).toBe("FORBIDDEN");
    }
  });
});

describe("An accounting that cannot be given", () => {
  const REASON = "It was asked every day.";
  it.each<[string, Record<string, unknown>, string[]]>([
    ["of a period that ends before it begins", { from: at(5), to: at(4) }, ["to"]],
    ["of a period that ends as it begins", { from: at(5), to: at(5) }, ["to"]],
    ["of recipients by kind without a reason", { recipientsAs: "CATEGORIES" }, ["reason"]],
    ["for an empty reason", { recipientsAs: "CATEGORIES", reason: "  " }, ["reason"]],
    ["for a reason that goes with nothing", { reason: REASON }, ["reason"]],
    [
      "for a reason that names the user",
      { recipientsAs: "CATEGORIES", reason: "ANN asks too often." },
      ["reason"],
    ],
    ["for a reason that is too long", { recipientsAs: "CATEGORIES", reason: "x".repeat(2_001) }, ["reason"]],
    ["to a user without a reference", { subject: "  " }, ["subject"]],
    ["under an id that says no time", { id: "8c6bd0f2-4c6c-4c1e-9d5e-0a8f2a5d9f11" }, ["id"]],
    ["under an id of long ago", { id: idOf("2025-12-01T00:00:00Z") }, ["id"]],
    ["for a request that there is none of", { request: "0195511d-2c00-7cc3-98c4-dc0c0c07398f" }, ["request"]],
  ])("%s is refused and stored nowhere", async (_case, changes, fields) => {
    const before = await countRows(server.database.owner);
    const [error] = await server.admin.errorsOf(GIVE_ACCOUNTING, { input: { subject: "ann", ...changes } });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields });
    expect(error!.message).not.toMatch(/\bann\b/i);
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ["another user", { subject: "ben" }, ["subject"]],
    ["another period", { from: at(1) }, ["from"]],
    ["another end", { to: at(9) }, ["to"]],
    ["another form", { form: "INDIVIDUAL" }, ["form"]],
    ["another way of telling", { recipientsAs: "CATEGORIES", reason: REASON }, ["recipientsAs", "reason"]],
  ])("of %s under an id that is taken is a conflict that names it", async (_case, changes, fields) => {
    const input = { id: idOf(clock.at(0)), subject: "ann" };
    await giveAccounting(server.admin, input);
    const [error] = await server.admin.errorsOf(GIVE_ACCOUNTING, { input: { ...input, ...changes } });
    expect(error!.extensions).toEqual({ code: "CONFLICT", fields });
  });

  it("is given once where the same call arrives twice at once", async () => {
    const input = { id: idOf(clock.at(0)), subject: "ann" };
    const answers = await Promise.all([
      giveAccounting(server.admin, input),
      giveAccounting(server.admin, input),
    ]);
    expect(answers.map(({ created }) => created).sort()).toEqual([false, true]);
    expect(answers[0].accountingGiven).toEqual(answers[1].accountingGiven);
  });
});
