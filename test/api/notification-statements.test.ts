import { beforeAll, describe, expect, it } from "@jest/globals";
import { applyDataMap } from "../support/data-map-operations.js";
import { disclosureInput, idOf, RECORD } from "../support/disclosure-input.js";
import { EXAMPLE, replaced } from "../support/example-map.js";
import { MINUTE_MS, MovableClock } from "../support/movable-clock.js";
import { decidedRequest } from "../support/rights-operations.js";
import { withTestServer } from "../support/test-server.js";

/** The calendar of the example knows this year and none after it. */
const clock = new MovableClock("2027-12-27T10:00:00Z");
const server = withTestServer({ clock });

beforeAll(async () => {
  const inWorkingDays = replaced(
    EXAMPLE,
    /(requestKind: BLOCKING\n(?: {4}.*\n)*?) {4}notifyWithin: P30D/,
    "$1    notifyWithinWorkingDays: 5",
  );
  await applyDataMap(server.admin, inWorkingDays);
  clock.advance(MINUTE_MS);
});

/** Opens a notification whose deadline waits for the calendar's next year. */
async function openUndated(subject: string): Promise<void> {
  const id = idOf(clock.at(0));
  await server.admin.request(RECORD, {
    input: disclosureInput({ id, occurredAt: clock.at(-MINUTE_MS), subjects: [subject] }),
  });
  clock.advance(1);
  await decidedRequest(server.admin, {
    id: idOf(clock.at(0)),
    receivedAt: clock.at(0),
    kind: "BLOCKING",
    subject,
  });
}

const LIST = /* GraphQL */ `
  {
    recipientNotifications(filter: { overdue: false }) {
      nodes {
        dueAt
        deadlineProblem
        overdue
      }
    }
  }
`;

async function countOf(expected: number): Promise<number> {
  type Listed = { recipientNotifications: { nodes: { dueAt: null; deadlineProblem: string }[] } };
  let nodes: Listed["recipientNotifications"]["nodes"] = [];
  const { statements } = await server.statementsOf(async () => {
    nodes = (await server.admin.request<Listed>(LIST)).recipientNotifications.nodes;
  });
  expect(nodes).toHaveLength(expected);
  for (const each of nodes)
    expect(each).toMatchObject({ dueAt: null, deadlineProblem: expect.stringContaining("2028") });
  return statements.filter((statement) => !statement.includes("secret_hash")).length;
}

describe("a list of notifications whose deadlines wait for the calendar", () => {
  it("takes as many statements for several as for one", async () => {
    await openUndated("ann");
    await countOf(1);
    const one = await countOf(1);
    for (const subject of ["bob", "cyd", "dan"]) await openUndated(subject);
    expect(await countOf(4)).toBe(one);
  });
});
