import { describe, expect, it } from "@jest/globals";
import { disclosureInput, idOf, RECORD } from "../support/disclosure-input.js";
import { DAY_MS, MovableClock } from "../support/movable-clock.js";
import {
  confirmIdentity,
  DECIDE,
  decisionInput,
  NOTE_IMPEDIMENT,
  openRequest,
  readRequest,
} from "../support/rights-operations.js";
import { withTestServer, type Api } from "../support/test-server.js";

const clock = new MovableClock("2026-03-02T06:00:00Z");
const server = withTestServer({ clock });
const FEW = 2;
const MANY = 12;

/** All that a request tells of itself, but lists of its own that are read page by page, or anew. */
const EVERYTHING = `id receivedAt channel { key } categories { key } purposes { key } legalGround { key } address subjectLine details
  recordedBy rule { key } supervisoryAuthority { name } complaintBodies { name } dueOn dueAt effectiveAt deadlineProblem overdue
  identityNeeded steps { kind note recordedBy impediment { key } } impediments { impediment { key } } outcome decidedAt reasons
  nothingHeld dataSubject { id } erasureOutcome { fate } notifications { status dueAt recipient { key } reports { status } }`;

/** A block of a user's data, which was confirmed, noted upon and granted in part. */
async function decideAsked(api: Api, n: number): Promise<void> {
  const subject = `asker-${n}`;
  await api.request(RECORD, { input: disclosureInput({ id: idOf(clock.at(0)), subjects: [subject] }) });
  const id = await openRequest(api, {
    id: idOf(clock.at(0)),
    subject,
    kind: "BLOCKING",
    details: `Reason ${n}`,
    receivedAt: clock.at(0),
  });
  await confirmIdentity(api, id);
  const impediment = "contradicts_legislation";
  await api.request(NOTE_IMPEDIMENT, { input: { id, impediment, note: `Note ${n}` } });
  await api.request(DECIDE, { input: decisionInput(id, { outcome: "PARTLY_FULFILLED" }) });
}

const open = (changes: Record<string, unknown>) =>
  openRequest(server.admin, { id: idOf(clock.at(0)), ...changes });

describe("The list of rights requests", () => {
  const listed = async (filter: Record<string, unknown>) => {
    const { rightsRequests } = await server.admin.request<{
      rightsRequests: { totalCount: number; nodes: { id: string }[] };
    }>(
      `query ($filter: RightsRequestFilter) { rightsRequests(filter: $filter, first: 1000) { totalCount nodes { id } } }`,
      { filter },
    );
    expect(rightsRequests.totalCount).toBe(rightsRequests.nodes.length);
    return rightsRequests.nodes.map(({ id }) => id);
  };

  it("shows what is due soon, and what is overdue, by the day in the controller's time zone", async () => {
    const span = { receivedFrom: "2025-01-01T00:00:00Z", receivedTo: "2025-02-01T00:00:00Z" };
    const early = await open({ receivedAt: "2025-01-05T06:00:00Z" });
    const kept = await open({ receivedAt: "2025-01-05T06:00:00Z", address: null });
    const late = await open({ receivedAt: "2025-01-10T06:00:00Z" });
    expect(await listed(span)).toEqual([late, ...[early, kept].sort().reverse()]);
    expect(await listed({ ...span, overdue: true })).toEqual([late, early]);
    expect(await listed({ ...span, dueBefore: "2025-02-09" })).toEqual([early]);
    expect(await listed({ ...span, dueBefore: "2025-02-10" })).toEqual([late, early]);
    expect(await listed({ ...span, overdue: false })).toEqual([kept]);
    expect(await listed({ ...span, inDueForm: false })).toEqual([kept]);
    expect(await listed({ ...span, status: "KEPT" })).toEqual([kept]);
    expect(await listed({ ...span, kind: "ERASURE" })).toEqual([]);
  });

  it("is overdue from the first moment after the last day, and not before", async () => {
    const id = await open({ receivedAt: "2026-03-01T06:00:00Z" });
    clock.advance(Date.parse("2026-03-31T18:59:59.999Z") - clock.now().getTime());
    expect(await readRequest(server.admin, id, "overdue")).toEqual({ overdue: false });
    expect(await listed({ overdue: true })).not.toContain(id);
    clock.advance(1);
    expect(await readRequest(server.admin, id, "overdue")).toEqual({ overdue: true });
    expect(await listed({ overdue: true })).toContain(id);
    clock.advance(-29 * DAY_MS);
  });

  it("pages through all of them, newest received first", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { rightsRequests: page }: { rightsRequests: Page } = await server.admin.request(
        `query ($after: String) { rightsRequests(first: 3, after: $after) { nodes { id receivedAt } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      seen.push(...page.nodes.map(({ receivedAt, id }) => `${receivedAt} ${id}`));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual([...seen].sort().reverse());
    expect(new Set(seen).size).toBe((await listed({})).length);
  });

  it("reads no more statements for more requests, whatever is shown of them", async () => {
    const callers = [server.admin, await server.as("ANALYST"), await server.as("ADMIN")];
    for (let n = 0; n < MANY; n += 1) await decideAsked(callers[n % callers.length]!, n);
    const read = async (first: number) => {
      let nodes: readonly unknown[] = [];
      const { statements } = await server.statementsOf(async () => {
        const { rightsRequests } = await server.admin.request<{ rightsRequests: Page }>(
          `query ($first: Int!) { rightsRequests(first: $first) { nodes { ${EVERYTHING} } } }`,
          { first },
        );
        nodes = rightsRequests.nodes;
      });
      expect(nodes).toHaveLength(first);
      // Loaders that wait for one another's answers go in whichever order these come.
      return statements.toSorted();
    };
    await read(1);
    expect(await read(MANY)).toEqual(await read(FEW));
  });
});

interface Page {
  readonly nodes: { readonly id: string; readonly receivedAt: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
