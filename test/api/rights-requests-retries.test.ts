import { describe, expect, it } from "@jest/globals";
import { idOf } from "../support/disclosure-input.js";
import { MovableClock } from "../support/movable-clock.js";
import { OPEN_REQUEST, rightsRequestInput, type OpenedRightsRequest } from "../support/rights-operations.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const clock = new MovableClock("2026-03-02T06:00:00Z");
const server = withTestServer({ clock });
const now = () => idOf(clock.at(0));

describe("The same request sent again", () => {
  it("answers the same record, however its texts and keys are spelt", async () => {
    const input = rightsRequestInput({
      id: now(),
      kind: "BLOCKING",
      categories: ["reviews", "transaction"],
      details: "Stop.",
    });
    await server.admin.request(OPEN_REQUEST, { input });
    const before = await countRows(server.database.owner);
    const again = await server.admin.request<OpenedRightsRequest>(OPEN_REQUEST, {
      input: {
        ...input,
        id: input.id.toUpperCase(),
        subject: "  user-1 ",
        details: " Stop.\n",
        categories: ["transaction", "reviews", "reviews"],
      },
    });
    expect(again.openRightsRequest).toMatchObject({ created: false, rightsRequest: { id: input.id } });
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("twice at once is recorded once", async () => {
    const input = rightsRequestInput({ id: now() });
    const answers = await Promise.all(
      [1, 2, 3].map(() => server.admin.request<OpenedRightsRequest>(OPEN_REQUEST, { input })),
    );
    expect(answers.filter(({ openRightsRequest }) => openRightsRequest.created)).toHaveLength(1);
  });

  it.each<[string, Record<string, unknown>]>([
    ["kind", { kind: "RECTIFICATION" }],
    ["channel", { channel: "website" }],
    ["form", { form: "ORAL" }],
    ["receivedAt", { receivedAt: "2026-03-01T06:00:00.001Z" }],
    ["categories", { categories: ["technical"] }],
    ["purposes", { purposes: ["marketing"] }],
    ["address", { address: "support@edcrunch.kz" }],
    ["subjectLine", { subjectLine: "Another" }],
    ["details", { details: "Another" }],
    ["subject", { subject: "user-2" }],
  ])("with another %s is a conflict that names it", async (field, changes) => {
    const input = rightsRequestInput({
      id: now(),
      kind: "BLOCKING",
      ...(field === "kind" ? {} : { categories: ["reviews"] }),
    });
    await server.admin.request(OPEN_REQUEST, { input });
    const [error] = await server.admin.errorsOf(OPEN_REQUEST, { input: { ...input, ...changes } });
    expect(error!.extensions).toMatchObject({ code: "CONFLICT", fields: [field] });
    expect(error!.message).toMatch(/Send a fresh id/);
  });
});
