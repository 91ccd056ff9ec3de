import { describe, expect, it } from "@jest/globals";
import { disclosureInput, idOf, RECORD } from "../support/disclosure-input.js";
import { AMEND } from "../support/disclosure-operations.js";
import { DAY_MS, MINUTE_MS, MovableClock } from "../support/movable-clock.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const clock = new MovableClock("2026-06-01T08:00:00Z");
const server = withTestServer({ clock });

/** A disclosure whose id carries the moment so many milliseconds from now. */
function inputMade(offsetMs: number, changes: Record<string, unknown> = {}) {
  return disclosureInput({ id: idOf(clock.at(offsetMs)), ...changes });
}

const created = (value: boolean) => ({ recordDisclosure: { created: value } });

describe("a recorded id", () => {
  it("answers the same record after a restart", async () => {
    const input = inputMade(0, { externalReference: "order 1", subjects: ["restarted-1", "restarted-2"] });
    expect(await server.admin.request(RECORD, { input })).toMatchObject(created(true));
    await server.restart();
    expect(await server.admin.request(RECORD, { input })).toMatchObject(created(false));
    const [error] = await server.admin.errorsOf(RECORD, {
      input: { ...input, subjects: ["restarted-1", "restarted-3"] },
    });
    expect(error?.extensions).toEqual({ code: "CONFLICT", fields: ["subjects"] });
  });

  it("answers the same record years later, when the id could not be a new one any more", async () => {
    const input = inputMade(0);
    await server.admin.request(RECORD, { input });
    clock.advance(5 * 366 * DAY_MS);
    const rows = await countRows(server.database.owner);
    expect(await server.admin.request(RECORD, { input })).toMatchObject(created(false));
    const [error] = await server.admin.errorsOf(RECORD, { input: { ...input, recordCount: 2 } });
    expect(error?.extensions).toEqual({ code: "CONFLICT", fields: ["recordCount"] });
    expect(await countRows(server.database.owner)).toEqual(rows);
  });

  it("stands for the same amendment years later", async () => {
    const input = inputMade(0);
    await server.admin.request(RECORD, { input });
    const amendment = { id: idOf(clock.at(1)), amends: input.id, reason: "Twice.", void: true };
    expect(await server.admin.request(AMEND, { input: amendment })).toMatchObject({
      amendDisclosure: { created: true },
    });
    clock.advance(366 * DAY_MS);
    expect(await server.admin.request(AMEND, { input: amendment })).toMatchObject({
      amendDisclosure: { created: false, amended: { id: input.id } },
    });
  });
});

describe("a new id", () => {
  it.each([
    ["31 days old", -31 * DAY_MS],
    ["five minutes ahead", 5 * MINUTE_MS],
  ])("may be %s", async (_age, offsetMs) => {
    expect(await server.admin.request(RECORD, { input: inputMade(offsetMs) })).toMatchObject(created(true));
  });

  it.each([
    ["older than 31 days", -31 * DAY_MS - 1],
    ["more than five minutes ahead", 5 * MINUTE_MS + 1],
  ])("is refused when it is %s, and nothing is stored", async (_age, offsetMs) => {
    const rows = await countRows(server.database.owner);
    const input = inputMade(offsetMs);
    const [error] = await server.admin.errorsOf(RECORD, { input });
    expect(error?.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["id"] });
    expect(error?.message).toContain("Make a fresh UUIDv7; `occurredAt` may be as old as you need.");
    expect(error?.message).not.toContain(input.id);
    expect(await countRows(server.database.owner)).toEqual(rows);
  });

  it("is refused likewise for an amendment", async () => {
    const input = inputMade(0);
    await server.admin.request(RECORD, { input });
    const rows = await countRows(server.database.owner);
    for (const offsetMs of [-32 * DAY_MS, 6 * MINUTE_MS]) {
      const [error] = await server.admin.errorsOf(AMEND, {
        input: { id: idOf(clock.at(offsetMs)), amends: input.id, reason: "Twice.", void: true },
      });
      expect(error?.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["id"] });
    }
    expect(await countRows(server.database.owner)).toEqual(rows);
  });

  it("goes with a transfer that happened decades ago", async () => {
    const input = inputMade(0, { occurredAt: "1970-01-01T00:00:00Z" });
    expect(await server.admin.request(RECORD, { input })).toMatchObject(created(true));
  });
});

describe("the moment of a transfer", () => {
  it("may be five minutes ahead of the registry's clock, and no more", async () => {
    const within = inputMade(0, { occurredAt: clock.at(5 * MINUTE_MS) });
    expect(await server.admin.request(RECORD, { input: within })).toMatchObject(created(true));
    const rows = await countRows(server.database.owner);
    const beyond = inputMade(0, { occurredAt: clock.at(5 * MINUTE_MS + 1) });
    const [error] = await server.admin.errorsOf(RECORD, { input: beyond });
    expect(error?.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["occurredAt"] });
    expect(error?.message).toMatch(/more than five minutes ahead of the registry's clock/);
    expect(await countRows(server.database.owner)).toEqual(rows);
  });

  it("must not lie before 1970", async () => {
    const input = inputMade(0, { occurredAt: "1969-12-31T23:59:59.999Z" });
    const rows = await countRows(server.database.owner);
    const [error] = await server.admin.errorsOf(RECORD, { input });
    expect(error?.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["occurredAt"] });
    expect(error?.message).toMatch(/before 1970; check its year/);
    expect(await countRows(server.database.owner)).toEqual(rows);
  });
});
