import { beforeAll, describe, expect, it } from "@jest/globals";
import { applyDataMap } from "../support/data-map-operations.js";
import { disclosureInput, idOf, RECORD } from "../support/disclosure-input.js";
import { EXAMPLE, replaced } from "../support/example-map.js";
import { DAY_MS, MINUTE_MS, MovableClock } from "../support/movable-clock.js";
import { notificationsFor, REPORT } from "../support/notification-operations.js";
import { decidedRequest, readRequest } from "../support/rights-operations.js";
import { withTestServer } from "../support/test-server.js";

/** Monday, in the afternoon of Almaty. The calendar of the example knows this year and none after it. */
const clock = new MovableClock("2027-12-27T10:00:00Z");
const server = withTestServer({ clock });

const inWorkingDays = replaced(
  EXAMPLE,
  /(requestKind: BLOCKING\n(?: {4}.*\n)*?) {4}notifyWithin: P30D/,
  "$1    notifyWithinWorkingDays: 5",
);
const withNextYear = replaced(
  inWorkingDays,
  "        - year: 2027\n",
  `        - year: 2028
          holidays:
            - { date: 2028-01-03, name: New Year }
            - { date: 2028-01-04, name: New Year }
        - year: 2027\n`,
);

beforeAll(async () => {
  await applyDataMap(server.admin, inWorkingDays);
  clock.advance(MINUTE_MS);
});

async function grant(kind: string, subject: string): Promise<string> {
  const id = idOf(clock.at(0));
  await server.admin.request(RECORD, {
    input: disclosureInput({ id, occurredAt: clock.at(-MINUTE_MS), subjects: [subject] }),
  });
  clock.advance(1);
  const request = { id: idOf(clock.at(0)), receivedAt: clock.at(0), kind, subject };
  return decidedRequest(server.admin, request);
}

async function deadlineOf(request: string): Promise<unknown> {
  const read = await readRequest(server.admin, request, "notifications { dueAt deadlineProblem overdue }");
  return (read!.notifications as unknown[])[0];
}

const idsOf = async (filter: Record<string, unknown>) =>
  (await notificationsFor(server.admin, filter)).map(({ id }) => id);

describe("the deadline for telling a recipient", () => {
  it("is the end of the rule's period after the day of the decision", async () => {
    const request = await grant("RECTIFICATION", "ann");
    expect(await deadlineOf(request)).toEqual({
      // The thirtieth day is 26 January; Almaty is five hours ahead.
      dueAt: "2028-01-26T19:00:00.000Z",
      deadlineProblem: null,
      overdue: false,
    });
  });

  it("waits for the calendar's year, and is told once the data map has it", async () => {
    const request = await grant("BLOCKING", "bob");
    const [id] = await idsOf({ request });
    const problem = expect.stringMatching(
      /calendar of KZ lacks the year 2028: add it to the data map/,
    ) as unknown;
    expect(await deadlineOf(request)).toEqual({ dueAt: null, deadlineProblem: problem, overdue: false });
    clock.advance(9 * DAY_MS);
    expect(await idsOf({ request, overdue: true })).toEqual([]);
    expect(await idsOf({ request, overdue: false })).toEqual([id]);

    await applyDataMap(server.admin, withNextYear);
    // Four working days are left of 2027; the first of 2028 is Wednesday, 5 January.
    const dueAt = "2028-01-05T19:00:00.000Z";
    expect(await deadlineOf(request)).toEqual({ dueAt, deadlineProblem: null, overdue: false });
    clock.advance(Date.parse(dueAt) - 1 - clock.now().getTime());
    expect(await deadlineOf(request)).toMatchObject({ overdue: false });
    expect(await idsOf({ request, overdue: true })).toEqual([]);
    clock.advance(1);
    expect(await deadlineOf(request)).toMatchObject({ dueAt, overdue: true });
    expect(await idsOf({ request, overdue: true })).toEqual([id]);
    expect(await idsOf({ request, overdue: false })).toEqual([]);
  });

  it("is met by what was reported as sent", async () => {
    const [id] = await idsOf({ overdue: true });
    await server.admin.request(REPORT, { input: { id, status: "SENT", evidence: "Letter 7" } });
    expect(await idsOf({ overdue: true })).toEqual([]);
  });

  it("that is over is on the overdue list", async () => {
    const request = await grant("RECTIFICATION", "cyd");
    const [id] = await idsOf({ request });
    const { dueAt } = (await deadlineOf(request)) as { dueAt: string };
    clock.advance(Date.parse(dueAt) - 1 - clock.now().getTime());
    expect(await idsOf({ request, overdue: true })).toEqual([]);
    clock.advance(1);
    expect(await idsOf({ request, overdue: true })).toEqual([id]);
    expect(await idsOf({ overdue: true, recipient: "example_bank" })).toEqual([]);
  });
});
