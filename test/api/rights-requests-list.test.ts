import { describe, expect, it } from "@jest/globals";
import { idOf } from "../support/disclosure-input.js";
import { DAY_MS, MovableClock } from "../support/movable-clock.js";
import { openRequest, readRequest } from "../support/rights-operations.js";
import { withTestServer } from "../support/test-server.js";

const clock = new MovableClock("2026-03-02T06:00:00Z");
const server = withTestServer({ clock });
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
});

interface Page {
  readonly nodes: { readonly id: string; readonly receivedAt: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
