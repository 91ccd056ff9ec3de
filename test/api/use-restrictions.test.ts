import { describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import {
  factsOf,
  LIFT_RESTRICTION,
  RESTRICT_USE,
  restrictionInput,
  type FactInput,
} from "../support/fact-operations.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();
const { record, stateOf, sentList } = factsOf(server);

describe("A restriction", () => {
  it("holds from its moment until it is lifted, and stays on record", async () => {
    const input = restrictionInput({ subject: "limits", purposes: ["marketing"], reason: "By letter." });
    await record(RESTRICT_USE, input);
    const lifting = {
      id: v7(),
      subject: "limits",
      restriction: input.id,
      liftedAt: "2026-02-10T00:00:00.000Z",
    };
    await record(LIFT_RESTRICTION, { ...lifting, reason: "Asked to." });
    expect((await stateOf("limits", "2026-02-01T09:59:59.999Z")).restrictions).toEqual([]);
    expect(await stateOf("limits", "2026-02-09T23:59:59.999Z")).toMatchObject({
      restrictions: [
        {
          holds: true,
          lifting: null,
          restriction: {
            id: input.id,
            kind: "REFUSAL",
            reason: "By letter.",
            categories: [{ key: "usage.real_time_location" }],
            purposes: [{ key: "marketing" }],
          },
        },
      ],
      status: { refusesUse: true },
    });
    expect(await stateOf("limits", "2026-02-10T00:00:00.000Z")).toMatchObject({
      restrictions: [{ holds: false, lifting: { liftedAt: lifting.liftedAt, reason: "Asked to." } }],
      status: { refusesUse: false },
    });
  });

  it("blocks, or forbids communication, as its kind says", async () => {
    await record(RESTRICT_USE, restrictionInput({ subject: "blocked", kind: "BLOCK", categories: null }));
    await record(
      RESTRICT_USE,
      restrictionInput({ subject: "silent", kind: "NO_COMMUNICATION", categories: null }),
    );
    expect((await stateOf("blocked")).status).toMatchObject({
      isBlocked: true,
      communicationForbidden: false,
    });
    expect((await stateOf("silent")).status).toMatchObject({
      isBlocked: false,
      communicationForbidden: true,
    });
  });

  it("of a list can be lifted for a part of it, by list or one by one", async () => {
    const restriction = (
      await record(
        RESTRICT_USE,
        restrictionInput({
          subject: null,
          subjectList: await sentList(5_000, 30_000),
          kind: "BLOCK",
          categories: null,
        }),
      )
    ).fact.id;
    const lift = (input: FactInput) =>
      record(LIFT_RESTRICTION, { id: v7(), restriction, liftedAt: "2026-02-10T00:00:00Z", ...input });
    await lift({ subject: "user-30000" });
    await lift({ subjectList: await sentList(100, 30_001) });
    const blocked = async (user: string) => (await stateOf(user)).status.isBlocked;
    expect(await blocked("user-30000")).toBe(false);
    expect(await blocked("user-30100")).toBe(false);
    expect(await blocked("user-30101")).toBe(true);
  });
});
