import { describe, expect, it } from "@jest/globals";
import { applyDataMap } from "../support/data-map-operations.js";
import { idOf } from "../support/disclosure-input.js";
import { EXAMPLE, replaced } from "../support/example-map.js";
import { DAY_MS, MovableClock } from "../support/movable-clock.js";
import { openRequest, readRequest } from "../support/rights-operations.js";
import { withTestServer } from "../support/test-server.js";

const clock = new MovableClock("2028-03-01T06:00:00Z");
const server = withTestServer({ clock });

const inWorkingDays = replaced(
  EXAMPLE,
  /(requestKind: ACCESS\n) {4}answerWithin: P30D/,
  "$1    answerWithinWorkingDays: 3",
);
const with2028 = replaced(inWorkingDays, /( {6}years:\n)/, "$1        - { year: 2028 }\n");

const withHolidays = replaced(
  inWorkingDays,
  /( {6}years:\n)/,
  `$1${["        - year: 2028", "          holidays:", "            - { date: 2028-03-06, name: Announced late }"].join("\n")}\n`,
);

const overdue = async () => {
  const { rightsRequests } = await server.admin.request<{ rightsRequests: { nodes: { id: string }[] } }>(
    "{ rightsRequests(filter: { overdue: true }) { nodes { id } } }",
  );
  return rightsRequests.nodes.map(({ id }) => id);
};

describe("A request whose term needs a year that the calendar lacks", () => {
  it("is taken in, says what to add, and gets its deadline as soon as the data map has the year", async () => {
    await applyDataMap(server.admin, inWorkingDays);
    clock.advance(1_000);
    const id = await openRequest(server.admin, { id: idOf(clock.at(0)), receivedAt: clock.at(0) });
    const fields = "status dueOn dueAt overdue deadlineProblem revision";
    const before = { status: "RECEIVED", overdue: false, revision: 2 };
    expect(await readRequest(server.admin, id, fields)).toEqual({
      ...before,
      dueOn: null,
      dueAt: null,
      deadlineProblem:
        "The calendar of KZ lacks the year 2028: add it to the data map, under the jurisdiction's calendar.",
    });
    clock.advance(10 * DAY_MS);
    expect(await overdue()).toEqual([]);
    await applyDataMap(server.admin, with2028);
    // Received on a Wednesday; the weekend does not count.
    expect(await readRequest(server.admin, id, fields)).toEqual({
      ...before,
      overdue: true,
      dueOn: "2028-03-06",
      dueAt: "2028-03-06T19:00:00.000Z",
      deadlineProblem: null,
    });
    expect(await overdue()).toEqual([id]);
    // Once it is noted it stands, whatever the calendar says later: what a list goes by is what is shown.
    await applyDataMap(server.admin, withHolidays);
    expect(await readRequest(server.admin, id, "dueOn overdue")).toEqual({
      dueOn: "2028-03-06",
      overdue: true,
    });
    expect(await overdue()).toEqual([id]);
  });
});
