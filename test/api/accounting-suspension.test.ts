import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  authorityRequestInput,
  REGISTER_REQUEST,
  SUSPEND,
  suspensionInput,
  type SuspendedAccounting,
} from "../support/authority-operations.js";
import { disclosureInput, idOf, RECORD } from "../support/disclosure-input.js";
import { AMEND } from "../support/disclosure-operations.js";
import { DAY_MS, MovableClock } from "../support/movable-clock.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

// In Almaty, five hours ahead of UTC, it is noon.
const clock = new MovableClock("2026-03-01T07:00:00Z");
const server = withTestServer({ clock });

async function register(recipient: string): Promise<string> {
  const input = authorityRequestInput({ id: idOf(clock.at(0)), recipient });
  await server.admin.request(REGISTER_REQUEST, { input });
  return input.id;
}

async function record(changes: Record<string, unknown>): Promise<string> {
  const input = disclosureInput({
    id: idOf(clock.at(0)),
    occurredAt: clock.at(0),
    purpose: "claims_and_disputes",
    legalGround: "legal_obligation",
    subjects: ["ann"],
    ...changes,
  });
  await server.admin.request(RECORD, { input });
  return input.id;
}

async function suspend(authorityRequest: string, changes: Record<string, unknown> = {}) {
  const input = suspensionInput(authorityRequest, { receivedAt: clock.at(0), ...changes });
  return (await server.admin.request<SuspendedAccounting>(SUSPEND, { input })).suspendAccounting;
}

/** The recipients that a user's accounting names. */
async function accountingOf(reference: string, form = "GROUPED"): Promise<string[]> {
  const { dataSubject } = await server.admin.request<{
    dataSubject: { accounting: { entries: { recipient: { key: string } }[] } };
  }>(
    `query ($reference: String!, $form: AccountingForm!) {
      dataSubject(reference: $reference) { accounting(form: $form) { entries { recipient { key } } } }
    }`,
    { reference, form },
  );
  return dataSubject.accounting.entries.map(({ recipient }) => recipient.key).sort();
}

async function suspendedUntil(id: string): Promise<string | null> {
  const { authorityRequest } = await server.admin.request<{
    authorityRequest: { accountingSuspendedUntil: string | null };
  }>("query ($id: UUID!) { authorityRequest(id: $id) { accountingSuspendedUntil } }", { id });
  return authorityRequest.accountingSuspendedUntil;
}

let court: string;
let police: string;
beforeAll(async () => {
  court = await register("example_court");
  police = await register("example_police");
  await record({ recipient: "example_court", authorityRequest: court });
  await record({ recipient: "example_police", authorityRequest: police });
  await record({ recipient: "example_courier" });
});
const ALL = ["example_courier", "example_court", "example_police"];

describe("A user's accounting under suspension", () => {
  it("leaves out what answered the demand, and nothing else, until the day named is over where the controller is", async () => {
    expect(await accountingOf("ann")).toEqual(ALL);
    expect(await suspend(court, { until: "2026-03-04" })).toMatchObject({
      created: true,
      suspension: { form: "WRITTEN", until: "2026-03-04" },
      authorityRequest: { id: court, accountingSuspendedUntil: "2026-03-04" },
    });
    for (const form of ["GROUPED", "INDIVIDUAL"]) {
      expect(await accountingOf("ann", form)).toEqual(["example_courier", "example_police"]);
    }
    clock.advance(3 * DAY_MS + 11.9 * 3_600_000);
    expect(await accountingOf("ann")).toEqual(["example_courier", "example_police"]);
    expect(await suspendedUntil(court)).toBe("2026-03-04");
    // It is 5 March in Almaty, and 4 March in Greenwich.
    clock.advance(0.2 * 3_600_000);
    expect(clock.at(0)).toMatch(/^2026-03-04T19:/);
    expect(await accountingOf("ann")).toEqual(ALL);
    expect(await suspendedUntil(court)).toBeNull();
  });

  it("leaves it out for thirty days where the authority merely said so, the day of receipt not counted", async () => {
    const begun = clock.now().getTime();
    // 5 March in Almaty, so that the thirtieth day is 4 April.
    expect(await suspend(police, { form: "ORAL", until: undefined })).toMatchObject({
      suspension: { form: "ORAL", until: "2026-04-04" },
    });
    expect(await accountingOf("ann")).toEqual(["example_courier", "example_court"]);
    clock.advance(Date.parse("2026-04-04T18:59:00Z") - begun);
    expect(await accountingOf("ann")).toEqual(["example_courier", "example_court"]);
    clock.advance(2 * 60_000);
    expect(await accountingOf("ann")).toEqual(ALL);
  });

  it("leaves it out as long as the longest of several says, whichever was recorded last", async () => {
    await suspend(court, { form: "ORAL", until: "2026-04-06" });
    await suspend(court, { until: "2026-05-20" });
    await suspend(court, { until: "2026-04-10" });
    expect(await suspendedUntil(court)).toBe("2026-05-20");
    clock.advance(30 * DAY_MS);
    expect(await accountingOf("ann")).toEqual(["example_courier", "example_police"]);
    clock.advance(20 * DAY_MS);
    expect(await accountingOf("ann")).toEqual(ALL);
  });

  it("names what was recorded late of a time when it was suspended, once it no longer is", async () => {
    await suspend(court, { receivedAt: "2026-01-10T06:00:00Z", until: "2026-02-10" });
    expect(await accountingOf("ann")).toEqual(ALL);
    expect(await suspendedUntil(court)).toBeNull();
  });

  it("goes by what a restated disclosure says, not by what it said before", async () => {
    const disclosure = await record({
      recipient: "example_court",
      authorityRequest: court,
      subjects: ["bob"],
    });
    await suspend(court, { until: clock.at(DAY_MS).slice(0, 10) });
    expect(await accountingOf("bob")).toEqual([]);
    const { id, ...restated } = disclosureInput({
      id: idOf(clock.at(0)),
      recipient: "example_court",
      occurredAt: clock.at(0),
      subjects: ["bob"],
    });
    await server.admin.request(AMEND, {
      input: { id, amends: disclosure, reason: "It answered no demand.", restated },
    });
    expect(await accountingOf("bob")).toEqual(["example_court"]);
  });

  it("still shows to an analyst what it leaves out for the user", async () => {
    await record({ recipient: "example_police", authorityRequest: police, subjects: ["cyd"] });
    await suspend(police, { until: clock.at(DAY_MS).slice(0, 10) });
    expect(await accountingOf("cyd")).toEqual([]);
    expect(
      await server.admin.request(
        '{ dataSubject(reference: "cyd") { disclosures { nodes { recipient { key } authorityRequest { id } } } } }',
      ),
    ).toEqual({
      dataSubject: {
        disclosures: { nodes: [{ recipient: { key: "example_police" }, authorityRequest: { id: police } }] },
      },
    });
  });
});

describe("The same suspension sent again", () => {
  it("answers the same record, and is a conflict where another official is named", async () => {
    const changes = { official: "Judge of the example court", until: "2026-12-31" };
    const first = await suspend(court, changes);
    const before = await countRows(server.database.owner);
    expect(await suspend(court, changes)).toEqual({ ...first, created: false });
    const input = suspensionInput(court, { receivedAt: clock.at(0), ...changes, official: "Someone marked" });
    const [error] = await server.admin.errorsOf(SUSPEND, { input });
    expect(error!.extensions).toEqual({ code: "CONFLICT", fields: ["official"] });
    expect(error!.message).not.toMatch(/Judge|marked/);
    expect(await countRows(server.database.owner)).toEqual(before);
    expect((await suspend(court, { ...changes, until: "2027-01-31" })).created).toBe(true);
  });
});
